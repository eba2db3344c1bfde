# step: once
kubectl exec web-1 -- curl -s http://api.example.com./
