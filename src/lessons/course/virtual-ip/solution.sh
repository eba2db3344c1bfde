# step: stopped
kubectl annotate node node-a kubehop.dev/kube-proxy=stopped
kubectl exec web-1 -- curl -s http://catalog/
kubectl exec web-1 -- curl -s http://catalog/
kubectl exec web-1 -- curl -s http://catalog/
