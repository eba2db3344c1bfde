# step: repair
kubectl -n kube-system scale deployment coredns --replicas=2
