# step: repair
kubectl patch service shop -p '{"spec":{"selector":{"component":"web"}}}'
kubectl patch service admin -p '{"spec":{"selector":{"component":"admin"}}}'
