# step: repair
kubectl patch deployment demo -p '{"spec":{"template":{"spec":{"nodeSelector":null}}}}'
