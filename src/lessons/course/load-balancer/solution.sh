# step: one-address
kubectl patch service shop -p '{"spec":{"type":"LoadBalancer"}}'

# step: growing
kubectl scale deployment shop --replicas=4
