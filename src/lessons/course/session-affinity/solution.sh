# step: carts
kubectl patch service shop -p '{"spec":{"sessionAffinity":"ClientIP"}}'
curl -s http://192.168.1.11:30080/
curl -s http://192.168.1.11:30080/
curl -s http://192.168.1.11:30080/
curl -s http://192.168.1.11:30080/
curl -s http://192.168.1.11:30080/
curl -s http://192.168.1.11:30080/
