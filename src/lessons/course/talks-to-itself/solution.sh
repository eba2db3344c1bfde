# step: repair
kubectl annotate nodes --all kubehop.dev/hairpin-
