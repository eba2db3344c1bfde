# step: repair
kubectl patch service old-db -p '{"spec":{"externalName":"old-db.example.com"}}'
