/** Command lines for a kubectl and what stands on its input, in the order in which they are typed into one cluster. */

export interface Session {
  readonly title: string;
  /** A number lets so many simulated ms pass. */
  readonly steps: readonly (string | Typed | number)[];
}

export interface Typed {
  readonly line: string;
  readonly stdin: string;
}

const web = (replicas: number, image: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: ${image}
`;

const apply = (stdin: string, options = ''): Typed => ({ line: `kubectl apply${options} -f -`, stdin });

export const sessions: readonly Session[] = [
  {
    title: 'get',
    steps: [
      'kubectl get pods',
      'kubectl get pods -o wide',
      'kubectl get po,svc',
      'kubectl get all',
      'kubectl get nodes',
      'kubectl get nodes -o wide',
      'kubectl get ns',
      'kubectl get svc -A',
      'kubectl get svc shop -o name',
      'kubectl get svc shop -o yaml',
      'kubectl get cm settings -o json',
      "kubectl get svc shop -o jsonpath='{.spec.clusterIP}'",
      'kubectl get pods -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName',
      'kubectl get pods -l app=shop',
      "kubectl get pods -l 'app in (worker, shop),tier'",
      'kubectl get pods --field-selector spec.nodeName=node-b',
      'kubectl get pods --field-selector spec.colour=red',
      'kubectl get pods --show-labels',
      'kubectl get deploy,rs',
      'kubectl get endpointslices',
      'kubectl get pods -n blue',
      'kubectl get pods -n green',
      'kubectl get pods missing',
      'kubectl get unicorns',
      'kubectl get cm,secret,sa',
      'kubectl get svc --no-headers',
      'kubectl get svc --sort-by=.metadata.name',
    ],
  },
  {
    title: 'describe and explain',
    steps: [
      'kubectl describe svc shop',
      'kubectl describe svc db -n blue',
      'kubectl describe deployment shop',
      'kubectl describe pod worker',
      'kubectl describe cm settings',
      'kubectl describe ns blue',
      'kubectl describe pod missing',
      'kubectl explain service.spec.type',
      'kubectl explain pods.spec.unicorn',
      'kubectl api-resources --api-group=apps',
      'kubectl api-resources --namespaced=false -o name',
    ],
  },
  {
    title: 'create, run, expose',
    steps: [
      'kubectl create deployment hello --image=nginx --replicas=2',
      'kubectl create deployment hello --image=nginx',
      'kubectl expose deployment hello --port=80 --target-port=8080',
      'kubectl expose deployment missing --port=80',
      'kubectl run one --image=busybox --restart=Never --labels=app=one --env=COLOUR=red -- sleep 3600',
      'kubectl run one --image=busybox',
      'kubectl run Big --image=busybox',
      'kubectl create service clusterip plain --tcp=80:8080',
      'kubectl create service nodeport outer --tcp=80 --node-port=30081',
      'kubectl create service nodeport twice --tcp=80 --node-port=30081',
      'kubectl create service externalname far --external-name=example.com',
      'kubectl create namespace red',
      'kubectl create configmap more --from-literal=a=b',
      'kubectl create secret generic hidden --from-literal=password=1234',
      'kubectl create ingress front --rule=shop.example.com/=shop:80',
      'kubectl create job once --image=busybox -- true',
      "kubectl create cronjob often --image=busybox --schedule='*/5 * * * *' -- true",
      'kubectl create role reader --verb=get --resource=pods',
      'kubectl create deployment dry --image=nginx --dry-run=client -o yaml',
      'kubectl create configmap dry --from-literal=a=b --dry-run=server',
      10_000,
      'kubectl get all',
      'kubectl get secret hidden -o yaml',
      'kubectl get cronjob,ingress,role,cm',
    ],
  },
  {
    title: 'apply, patch, label, scale',
    steps: [
      apply(web(2, 'nginx:1.27')),
      10_000,
      apply(web(2, 'nginx:1.27')),
      { line: 'kubectl diff -f -', stdin: web(2, 'nginx:1.27') },
      apply(web(3, 'nginx:1.28')),
      10_000,
      'kubectl get deployment web',
      'kubectl rollout status deployment/web',
      'kubectl rollout history deployment/web',
      'kubectl rollout undo deployment/web',
      10_000,
      'kubectl get rs -l app=web',
      'kubectl scale deployment web --replicas=1',
      'kubectl scale deployment missing --replicas=1',
      'kubectl set image deployment/web web=nginx:1.29',
      'kubectl label pod worker colour=blue',
      'kubectl label pod worker colour=red',
      'kubectl label pod worker colour=red --overwrite',
      'kubectl label pod worker colour-',
      'kubectl annotate svc shop note=fine',
      `kubectl patch svc shop -p '{"spec":{"ports":[{"port":80,"targetPort":8080}]}}'`,
      `kubectl patch svc shop --type=json -p '[{"op":"replace","path":"/spec/ports/0/port","value":81}]'`,
      `kubectl patch svc shop --type=merge -p '{"spec":{"sessionAffinity":"ClientIP"}}'`,
      `kubectl patch svc shop --type=merge -p '{"spec":{"type":"Unicorn"}}'`,
      `kubectl patch deployment web -p '{"spec":{"colour":1}}'`,
      apply(web(2, 'nginx:1.27').replace('replicas', 'replcas')),
      apply('apiVersion: v1\nkind: Service\nmetadata:\n  name: bad\nspec:\n  ports:\n  - port: 99999\n'),
      apply('apiVersion: example.com/v1\nkind: Unicorn\nmetadata:\n  name: bad\n'),
      apply(web(2, 'nginx:1.27').replace('web\nspec', 'owned\nspec'), ' --server-side'),
      'kubectl scale deployment owned --replicas=1',
      apply(web(2, 'nginx:1.27').replace('web\nspec', 'owned\nspec'), ' --server-side'),
      apply(web(2, 'nginx:1.27').replace('web\nspec', 'owned\nspec'), ' --server-side --force-conflicts'),
    ],
  },
  {
    title: 'nodes and deletion',
    steps: [
      'kubectl cordon node-a',
      'kubectl cordon node-a',
      'kubectl uncordon node-a',
      'kubectl taint nodes node-b dedicated=db:NoSchedule',
      'kubectl taint nodes node-b dedicated=db:NoSchedule',
      'kubectl taint nodes node-b dedicated-',
      'kubectl wait --for=condition=Ready pod/worker --timeout=1s',
      'kubectl wait --for=condition=Unicorn pod/worker --timeout=1s',
      'kubectl logs worker',
      'kubectl logs missing',
      'kubectl delete svc shop-public',
      'kubectl delete svc shop-public',
      'kubectl delete svc shop-public --ignore-not-found',
      'kubectl delete pod worker --now --wait=false',
      'kubectl delete deployment shop --cascade=orphan',
      10_000,
      'kubectl get rs,pods',
      'kubectl delete ns kube-system',
      'kubectl delete pods -l app=shop --wait=false',
      'kubectl delete unicorn one',
      'kubectl fly',
    ],
  },
];
