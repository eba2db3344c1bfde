# step: cart
kubectl expose deployment cart --port=80 --target-port=8080
kubectl exec web-1 -- curl -s http://cart/
kubectl exec web-1 -- curl -s http://cart/
