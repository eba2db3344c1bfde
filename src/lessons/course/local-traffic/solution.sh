# step: prefer
kubectl patch service catalog -p '{"spec":{"trafficDistribution":"PreferSameZone"}}'
sleep 2
kubectl exec web-1 -- curl -s http://catalog/
kubectl exec web-1 -- curl -s http://catalog/
kubectl exec web-1 -- curl -s http://catalog/
kubectl exec web-1 -- curl -s http://catalog/
kubectl exec web-2 -- curl -s http://catalog/
kubectl exec web-2 -- curl -s http://catalog/

# step: daemon-set
kubectl apply -f - <<'EOF'
apiVersion: v1
kind: Pod
metadata:
  name: log-3
  labels:
    app: log
spec:
  nodeName: node-c
  containers:
    - name: log
      image: example.com/log:1.0
      ports:
        - containerPort: 8080
EOF
kubectl patch service log -p '{"spec":{"internalTrafficPolicy":"Local"}}'
sleep 4
kubectl exec web-1 -- curl -s http://log/
kubectl exec web-2 -- curl -s http://log/
kubectl exec web-3 -- curl -s http://log/
