# step: repair
kubectl scale deployment catalog --replicas=3
kubectl annotate node node-a kubehop.dev/kube-proxy-
