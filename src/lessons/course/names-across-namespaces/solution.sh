# step: surname
kubectl exec -n team-a app-1 -- curl -s http://reports.team-b/
kubectl exec -n team-a app-1 -- curl -s http://reports.team-b/

# step: alias
kubectl create service externalname reports -n team-a --external-name=reports.team-b.svc.cluster.local
kubectl exec -n team-a app-1 -- curl -s http://reports/
