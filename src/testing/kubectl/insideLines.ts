/** Command lines inside Pods: what they print, how they end, and what is said when there is no such command. */
import type { Session } from './lines.ts';

export const insideLines: readonly Session[] = [
  {
    title: 'exec',
    steps: [
      'kubectl exec worker -- hostname',
      'kubectl exec worker -- curl -s -o /dev/null shop',
      "kubectl exec worker -- curl -s -w '%{http_code}' -o /dev/null shop",
      'kubectl exec worker -- curl -sS nobody',
      'kubectl exec worker -- curl -sS -m 2 10.244.9.9',
      'kubectl exec worker -- wget -qO- shop:81',
      'kubectl exec worker -- nslookup shop',
      'kubectl exec worker -- cat /etc/resolv.conf',
      "kubectl exec worker -- sh -c 'echo out; nonsense; exit 3'",
      'kubectl exec worker -- false',
      'kubectl exec worker -- nonsense',
      'kubectl exec worker -- /bin/nonsense',
      'kubectl exec worker -c worker -- hostname',
      'kubectl exec worker -c nobody -- hostname',
      { line: 'kubectl exec -i worker -- wc -l', stdin: 'a\nb\n' },
      { line: 'kubectl exec -i worker -- sh', stdin: 'hostname\necho done\n' },
      'kubectl exec deploy/nobody -- hostname',
    ],
  },
];
