# step: repair
kubectl patch traffic web-to-quotes --type merge -p '{"spec":{"connection":"PerRequest"}}'
