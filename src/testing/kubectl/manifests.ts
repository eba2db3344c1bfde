/** What is typed into `-f -` by the command lines. */
import type { Typed } from './lines.ts';

export function typed(stdin: string, options = '', verb = 'apply'): Typed {
  return { line: `kubectl ${verb}${options} -f -`, stdin };
}

export const web = (replicas: number, image: string) => `apiVersion: apps/v1
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

export const agent = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  selector:
    matchLabels:
      app: agent
  template:
    metadata:
      labels:
        app: agent
    spec:
      containers:
      - name: a
        image: nginx:1
`;

export const database = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 2
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
      - name: a
        image: redis:1
`;

export const worker = `apiVersion: v1
kind: Pod
metadata:
  name: worker
spec:
  containers:
  - name: worker
    image: redis:8
`;

/** In the cluster it is green and large. */
export const settings = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  colour: red
`;

export const secret = `apiVersion: v1
kind: Secret
metadata:
  name: sec
data:
  a: YQ==
`;

/** The Service of the cluster, without what selects its Pods. */
export const shop = `apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  ports:
  - port: 81
    name: http
`;

export const service = `apiVersion: v1
kind: Service
metadata:
  name: new
spec:
  selector:
    app: x
  ports:
  - port: 81
    name: http
`;

export const labelled = service.replace(
  '  name: new\n',
  '  name: new\n  labels:\n    app.kubernetes.io/name: x\n',
);
