/**
 * How a kubectl finds the server: the file that KUBECONFIG names. Without TLS, for nothing leaves this machine; some clients
 * want that to be said.
 */
export function kubeconfigOf(server: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: kubehop
  cluster:
    server: ${server}
    insecure-skip-tls-verify: true
contexts:
- name: kubehop
  context:
    cluster: kubehop
    user: kubehop
    namespace: default
users:
- name: kubehop
  user: {}
current-context: kubehop
`;
}
