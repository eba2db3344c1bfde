# step: move
kubectl annotate --overwrite pod guestbook-1 kubehop.dev/listens=9090
kubectl patch service guestbook -p '{"spec":{"ports":[{"port":80,"targetPort":9090}]}}'
curl -s http://192.168.1.11:30080/
kubectl exec web-1 -- curl -s http://guestbook/
