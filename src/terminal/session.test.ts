import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { testBench } from '../playground/testBench.ts';
import { client, node, pod, service } from '../testing/cluster.ts';
import { complete } from './complete.ts';
import { explainLine } from './explainLine.ts';
import { openSession } from './session.ts';

function terminal(...more: KubernetesObject[]) {
  const bench = testBench([
    node('node-a'),
    pod('shop', 'shop'),
    pod('web', 'web'),
    service('shop'),
    client('visitor'),
    ...more,
  ]);
  let printed = '';
  const opened: string[] = [];
  const session = openSession(bench.playground, {
    print: (text) => {
      printed += text;
    },
    clear: () => {
      printed = '';
    },
    onPlace() {},
    edit: (key) => void opened.push(key),
  });
  bench.frames.advance(3000);
  return {
    ...bench,
    session,
    opened,
    /** What a line prints; time passes until it has ended. */
    async type(line: string): Promise<string> {
      printed = '';
      let isDone = false;
      const running = session.run(line).finally(() => {
        isDone = true;
      });
      for (let turn = 0; turn < 400 && !isDone; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (!isDone) bench.frames.advance(200);
      }
      await running;
      return printed;
    },
  };
}

describe('kubectl in the terminal', () => {
  it('prints what is there, also behind a pipe', async () => {
    const { type } = terminal();
    expect(await type('kubectl get pods --no-headers | wc -l')).toBe('2\n');
    expect(await type('kubectl get svc shop -o name')).toBe('service/shop\n');
  });

  it('edits where objects are written', async () => {
    const { type, opened } = terminal();
    expect(await type('kubectl edit svc shop')).toContain('service/shop is open in the YAML tab');
    expect(opened).toEqual(['Service/default/shop']);
  });

  it('one line is one undo step, whatever it changes', async () => {
    const { type, state, succeed } = terminal();
    await type(
      'kubectl create deployment api --image=nginx && kubectl expose deploy api --port=80; kubectl label pod web a=b',
    );
    const keys = () => [...state().objects.keys()];
    expect(keys()).toEqual(expect.arrayContaining(['Deployment.apps/default/api', 'Service/default/api']));
    expect(state().history.undo).toBe('Create Deployment api');
    await succeed({ type: 'undo' });
    expect(keys()).not.toContain('Deployment.apps/default/api');
    expect(keys()).not.toContain('Service/default/api');
    expect(state().objects.get('Pod/default/web')!.metadata.labels).not.toHaveProperty('a');
    expect(state().history.undo).toBeNull();
  });

  it('a dry run leaves no step', async () => {
    const { type, state } = terminal();
    expect(await type('kubectl create ns blue --dry-run=server')).toBe(
      'namespace/blue created (server dry run)\n',
    );
    expect(state().history.undo).toBeNull();
  });

  it('takes a heredoc', async () => {
    const { type, state } = terminal();
    const line = 'kubectl apply -f - <<EOF\napiVersion: v1\nkind: Namespace\nmetadata: {name: blue}\nEOF';
    expect(await type(line)).toBe('namespace/blue created\n');
    expect(await type(line)).toBe('namespace/blue unchanged\n');
    expect(state().objects.has('Namespace//blue')).toBe(true);
  });

  it('says what was wrong, with a suggestion', async () => {
    const { type } = terminal();
    expect(await type('kubectl gett pods')).toBe(
      'error: unknown command "gett" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n',
    );
    expect(await type('kubectl get foo')).toBe('error: the server doesn\'t have a resource type "foo"\n');
    expect(await type('curlx')).toContain('Did you mean curl?');
  });

  it('answers as the container runtime does for a program that is not there', async () => {
    const { type } = terminal();
    expect(await type('kubectl exec web -- foo')).toMatch(
      /^error: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "foo": executable file not found in \$PATH: unknown\n$/,
    );
    expect(await type("kubectl exec web -- sh -c 'foo; echo $?'")).toBe('sh: foo: not found\n127\n');
    expect(await type("kubectl exec web -- sh -c 'hostname && false' | sort -r")).toBe(
      'command terminated with exit code 1\nweb\n',
    );
    expect(await type("kubectl exec web -- sh -c 'exit 3; hostname'")).toBe(
      'command terminated with exit code 3\n',
    );
    expect(await type('echo hostname | kubectl exec -i web -- sh')).toBe('web\n');
  });

  it('reaches the Pod itself by localhost, without a packet that leaves it', async () => {
    const { type } = terminal();
    expect(await type('kubectl exec web -- curl -s localhost:8080')).toBe(
      'Hello from web, you are 127.0.0.1\n',
    );
    expect(await type('kubectl exec web -- curl localhost:99')).toContain(
      'Failed to connect to localhost port 99',
    );
  });

  it('goes into a Pod and out again', async () => {
    const { type, session } = terminal();
    await type('kubectl exec -it web -- sh');
    expect(session.prompt()).toBe('/ # ');
    expect(await type('hostname')).toBe('web\n');
    expect(await type('cat /etc/resolv.conf')).toContain('nameserver 10.96.0.10\n');
    expect(await type('iptables-save')).toContain('it is on a Node');
    await type('exit');
    expect(session.prompt()).toBe('$ ');
  });
});

describe('tools inside', () => {
  it('curl sends a request and prints who answered', async () => {
    const { type, state } = terminal();
    expect(await type('kubectl exec web -- curl -s shop')).toMatch(
      /^Hello from shop, you are 10\.244\.1\.\d+\n$/,
    );
    expect(state().requests.at(-1)?.end?.outcome).toBe('answered');
    expect(await type("kubectl exec web -- curl -s -o /dev/null -w '%{http_code}' shop")).toBe('200');
  });

  it('curl says why it failed as the real one does', async () => {
    const { type } = terminal(service('empty', { selector: { app: 'nobody' }, ports: [{ port: 80 }] }));
    expect(await type('kubectl exec web -- curl http://nobody')).toBe(
      'curl: (6) Could not resolve host: nobody\ncommand terminated with exit code 6\n',
    );
    expect(await type('kubectl exec web -- curl http://empty')).toMatch(
      /^curl: \(7\) Failed to connect to empty port 80 after \d+ ms: Couldn't connect to server\ncommand terminated with exit code 7\n$/,
    );
    expect(await type('kubectl exec web -- curl -m 2 http://10.244.9.9')).toBe(
      'curl: (28) Connection timed out after 2001 milliseconds\ncommand terminated with exit code 28\n',
    );
  });

  it('nslookup, dig and getent ask the cluster DNS', async () => {
    const { type, state } = terminal();
    const { clusterIP } = (
      state().objects.get('Service/default/shop') as never as { spec: { clusterIP: string } }
    ).spec;
    expect(await type('kubectl exec web -- nslookup shop')).toBe(
      `Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\nName:\tshop.default.svc.cluster.local\nAddress: ${clusterIP}\n\n`,
    );
    expect(await type('kubectl exec web -- dig +short shop.default.svc.cluster.local')).toBe(
      `${clusterIP}\n`,
    );
    expect(await type('kubectl exec web -- dig +short shop')).toBe('');
    expect(await type('kubectl exec web -- getent hosts shop')).toContain(clusterIP);
    expect(await type('kubectl exec web -- nslookup nobody')).toContain(
      "** server can't find nobody: NXDOMAIN",
    );
  });

  it('nslookup and dig say whose an address is', async () => {
    const { type } = terminal();
    expect(await type('kubectl exec web -- nslookup 10.96.0.10')).toBe(
      '10.0.96.10.in-addr.arpa\tname = kube-dns.kube-system.svc.cluster.local.\n\n',
    );
    expect(await type('kubectl exec web -- nslookup 10.96.99.99')).toBe(
      "** server can't find 99.99.96.10.in-addr.arpa: NXDOMAIN\n\ncommand terminated with exit code 1\n",
    );
    expect(await type('kubectl exec web -- dig +short -x 10.96.0.10')).toBe(
      'kube-dns.kube-system.svc.cluster.local.\n',
    );
  });

  it('ping, nc and ss', async () => {
    const { type, state } = terminal();
    const { podIP } = (state().objects.get('Pod/default/shop') as never as { status: { podIP: string } })
      .status;
    expect(await type(`kubectl exec web -- ping -c 1 ${podIP}`)).toContain(
      '1 packets transmitted, 1 received, 0% packet loss',
    );
    expect(await type(`kubectl exec web -- nc -zv ${podIP} 9999`)).toContain('Connection refused');
    expect(await type('kubectl exec shop -- ss -tln')).toContain('LISTEN');
  });

  it('on a Node the rules of kube-proxy can be printed', async () => {
    const { type, session } = terminal();
    session.goTo({ type: 'Node', key: 'Node//node-a' });
    expect(await type('iptables-save | grep -c "default/shop"')).not.toBe('0\n');
    expect(await type('ip route')).toContain('default via');
  });
});

describe('help while typing', () => {
  it.each([
    ['kubectl sc', ['scale']],
    ['kubectl get p', expect.arrayContaining(['pods'])],
    ['kubectl get pods w', ['web']],
    ['kubectl get -n kube-s', ['kube-system']],
    ['kubectl rollout un', ['undo']],
    ['kubectl scale --repl', ['--replicas']],
    ['cur', ['curl']],
  ])('completes %s', (text, candidates) => {
    expect(complete(terminal().session, text, text.length).candidates).toEqual(candidates);
  });

  it('explains a line word by word', () => {
    const explained = explainLine('kubectl scale deployment shop --replicas=3');
    expect(explained?.words.map(({ text }) => text)).toEqual([
      'kubectl scale',
      'deployment',
      'shop',
      '--replicas=3',
    ]);
    expect(explained?.words.at(-1)?.meaning).toContain('number of replicas');
    expect(explainLine('echo hello')).toBeNull();
  });
});
