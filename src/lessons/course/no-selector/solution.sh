# step: slice
kubectl apply -f - <<'EOF'
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: db-1
  labels:
    kubernetes.io/service-name: db
addressType: IPv4
ports:
  - port: 6432
endpoints:
  - addresses: [198.51.100.20]
EOF
sleep 1
kubectl exec app-1 -- nc -zv db 5432

# step: move
kubectl apply -f - <<'EOF'
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: db-1
  labels:
    kubernetes.io/service-name: db
addressType: IPv4
ports:
  - port: 5432
endpoints:
  - addresses: [198.51.100.21]
EOF
sleep 1
kubectl exec app-1 -- nc -zv db 5432
kubectl exec app-1 -- nc -zv db 5432
