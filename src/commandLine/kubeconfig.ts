/** How a kubectl finds the server: the file that KUBECONFIG names. */
export function kubeconfigOf(server: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: kubehop
  cluster:
    server: ${server}
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
