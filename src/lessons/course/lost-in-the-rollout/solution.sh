# step: repair
kubectl patch deployment shop -p '{"spec":{"template":{"spec":{"containers":[{"name":"shop","lifecycle":{"preStop":{"sleep":{"seconds":5}}}}]}}}}'
kubectl rollout status deployment shop
kubectl set image deployment/shop shop=example.com/shop:1.5
kubectl rollout status deployment shop
