# step: update
kubectl set image deployment/collector collector=example.com/collector:1.1
# step: repair
kubectl annotate node node-a kubehop.dev/kube-proxy-
