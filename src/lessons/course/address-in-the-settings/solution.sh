# step: repair
kubectl expose deployment cart --port=80 --target-port=8080
kubectl patch traffic web-to-cart --type merge -p '{"spec":{"url":"http://cart/"}}'
# step: next-night
kubectl rollout restart deployment cart
