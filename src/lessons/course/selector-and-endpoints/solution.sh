# step: endpoint-slice
kubectl set selector service orders app=orders
kubectl exec web-1 -- curl -s http://orders/
kubectl exec web-1 -- curl -s http://orders/
kubectl exec web-1 -- curl -s http://orders/
kubectl exec web-1 -- curl -s http://orders/
