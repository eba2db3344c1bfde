# step: headless
kubectl delete service db
kubectl create service clusterip db --clusterip=None --tcp=5432:5432
kubectl exec orders-1 -- nc -zv db 5432

# step: by-name
kubectl exec orders-1 -- nc -zv db-0.db 5432
kubectl exec orders-1 -- nc -zv db-0.db 5432
kubectl exec orders-1 -- nc -zv db-0.db 5432
