# step: repair
kubectl patch traffic shop-to-payments --type merge -p '{"spec":{"url":"https://pay.example.com/"}}'
