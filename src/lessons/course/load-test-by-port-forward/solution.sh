# step: repair
kubectl patch traffic load-test --type merge -p '{"spec":{"from":{"name":"tester"},"url":"http://shop/"}}'
