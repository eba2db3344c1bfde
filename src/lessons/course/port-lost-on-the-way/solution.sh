# step: repair
kubectl patch traffic web-to-search --type merge -p '{"spec":{"url":"http://search:8080/"}}'
