# step: probe
kubectl patch deployment search -p '{"spec":{"replicas":4,"template":{"spec":{"containers":[{"name":"search","readinessProbe":{"httpGet":{"path":"/","port":8080},"periodSeconds":1}}]}}}}'
