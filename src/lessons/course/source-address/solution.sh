# step: local
kubectl patch service shop -p '{"spec":{"externalTrafficPolicy":"Local"}}'
sleep 12
curl -s http://192.0.2.40/
curl -s http://192.0.2.40/
curl -s http://192.0.2.40/
