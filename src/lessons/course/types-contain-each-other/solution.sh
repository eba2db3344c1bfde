# step: close
kubectl patch service shop -p '{"spec":{"type":"ClusterIP"}}'
curl -s http://192.168.1.11:30080/
kubectl exec web-1 -- curl -s http://shop/
