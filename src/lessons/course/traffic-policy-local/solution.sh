# step: fair
kubectl delete pod shop-4
kubectl apply -f - <<'EOF'
apiVersion: v1
kind: Pod
metadata:
  name: shop-5
  labels:
    app: shop
spec:
  nodeName: node-a
  containers:
    - name: shop
      image: example.com/shop:1.0
      ports:
        - containerPort: 8080
EOF
