# step: measure
kubectl apply -f - <<'EOF'
apiVersion: kubehop.dev/v1alpha1
kind: Traffic
metadata:
  name: web-1-asks
spec:
  from: {kind: Pod, namespace: default, name: web-1}
  service: {namespace: default, name: quotes}
  requestsPerSecond: 2
---
apiVersion: kubehop.dev/v1alpha1
kind: Traffic
metadata:
  name: web-2-asks
spec:
  from: {kind: Pod, namespace: default, name: web-2}
  service: {namespace: default, name: quotes}
  requestsPerSecond: 2
EOF
