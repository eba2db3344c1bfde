# step: repair
kubectl patch service shop -p '{"spec":{"sessionAffinity":"None"}}'
