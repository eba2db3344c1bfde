# step: repair
kubectl patch endpointslice ledger-1 --type merge -p '{"ports":[{"name":"sql","port":5432,"protocol":"TCP"}]}'
