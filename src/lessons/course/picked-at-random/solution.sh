# step: many
kubectl apply -f - <<'EOF'
apiVersion: kubehop.dev/v1alpha1
kind: Traffic
metadata:
  name: web-1-asks-quotes
spec:
  from: {kind: Pod, namespace: default, name: web-1}
  service: {namespace: default, name: quotes}
  requestsPerSecond: 5
EOF
