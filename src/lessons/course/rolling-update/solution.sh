# step: watch
kubectl set image deployment/shop shop=example.com/shop:1.5

# step: pre-stop
kubectl patch deployment shop -p '{"spec":{"template":{"spec":{"containers":[{"name":"shop","lifecycle":{"preStop":{"sleep":{"seconds":5}}}}]}}}}'
sleep 45
kubectl set image deployment/shop shop=example.com/shop:1.6
