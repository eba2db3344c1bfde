# step: repair
kubectl patch traffic web-to-catalog --type merge -p '{"spec":{"url":"http://catalog.data/"}}'
