# step: repair
kubectl patch service reports -p '{"spec":{"externalTrafficPolicy":"Local"}}'
