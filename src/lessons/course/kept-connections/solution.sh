# step: spread
kubectl scale deployment prices --replicas=4
kubectl patch traffic app-asks-prices --type=merge -p '{"spec":{"connection":"PerRequest"}}'
