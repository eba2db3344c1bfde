# step: repair
kubectl patch service shop -p '{"spec":{"type":"NodePort"}}'
