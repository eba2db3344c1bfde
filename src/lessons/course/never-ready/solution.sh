# step: repair
kubectl patch deployment report -p '{"spec":{"template":{"spec":{"containers":[{"name":"report","readinessProbe":{"httpGet":{"port":8080}}}]}}}}'
