# step: blog-missing
kubectl create ingress blog --class=traefik --rule='blog.example.com/*=blog:80'
curl -s -H 'Host: blog.example.com' http://192.0.2.40/
curl -s -H 'Host: blog.example.com' http://192.0.2.40/
