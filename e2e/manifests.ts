/** Small clusters as YAML, as a person would paste them. */

/** Two Nodes that the tests call by name: node-a is 192.168.1.11, node-b is 192.168.1.12. */
export const twoNodes = `
apiVersion: v1
kind: Node
metadata: {name: node-a}
---
apiVersion: v1
kind: Node
metadata: {name: node-b}
`;

/** A Pod of the application `app` that listens on 8080. */
export function pod(name: string, app: string, node: string, annotations = '{}'): string {
  return `
---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {app: ${app}}
  annotations: ${annotations}
spec:
  nodeName: ${node}
  containers:
    - name: main
      image: example.com/${app}:1
      ports: [{name: http, containerPort: 8080}]
`;
}

/** `spec` in flow style, without its braces. */
export function service(name: string, spec: string): string {
  return `
---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {${spec}}
`;
}

export const visitor = `
---
apiVersion: kubehop.dev/v1alpha1
kind: Client
metadata: {name: visitor}
spec: {address: 203.0.113.7}
`;

/** One request every two seconds from `Client/visitor` or `Pod/tester` to a URL. */
export function traffic(from: string, url: string): string {
  const [kind, name] = from.split('/');
  return `
---
apiVersion: kubehop.dev/v1alpha1
kind: Traffic
metadata: {name: traffic}
spec:
  from: {kind: ${kind}, name: ${name}${kind === 'Pod' ? ', namespace: default' : ''}}
  url: ${url}
  requestsPerSecond: 0.5
`;
}
