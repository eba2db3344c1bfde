# step: repair
kubectl patch service demo -p '{"spec":{"type":"LoadBalancer"}}'
