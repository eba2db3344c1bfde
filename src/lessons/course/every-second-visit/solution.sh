# step: repair
kubectl patch service shop -p '{"spec":{"ports":[{"port":80,"targetPort":"http"}]}}'
