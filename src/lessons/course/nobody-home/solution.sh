# step: repair
kubectl patch service demo -p '{"spec":{"selector":{"app":"demo"}}}'
