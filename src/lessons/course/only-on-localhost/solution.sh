# step: repair
kubectl annotate pod report kubehop.dev/listens=0.0.0.0:8080 --overwrite
