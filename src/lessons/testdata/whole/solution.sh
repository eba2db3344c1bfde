# step: open
kubectl patch service demo -p '{"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30080}]}}'
curl -s http://192.168.1.11:30080/
