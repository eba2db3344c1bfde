# step: repair
kubectl patch ingress web --type json -p '[{"op":"replace","path":"/spec/rules/0/http/paths/1/backend/service/port/number","value":80}]'
