# step: repair
kubectl exec shop-1 -- curl -s https://pay.example.com/
kubectl exec shop-1 -- curl -s https://pay.example.com/

# step: good-for
kubectl create service externalname db --external-name=db.example.com
kubectl exec shop-1 -- nc -zv db 5432
