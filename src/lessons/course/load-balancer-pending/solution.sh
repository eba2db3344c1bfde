# step: deliver
kubectl apply -f - <<'EOF'
apiVersion: kubehop.dev/v1alpha1
kind: CloudProvider
metadata:
  name: metallb
spec: {}
EOF
sleep 8
curl -s http://192.0.2.40/
curl -s http://192.0.2.40/
