# step: repair
kubectl patch service api --type merge -p '{"spec":{"loadBalancerSourceRanges":["203.0.113.7/32","203.0.113.8/32"]}}'
