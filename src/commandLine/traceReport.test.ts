import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answer, USAGE } from './traceReport.ts';

const SCENE = `
apiVersion: kubehop.dev/v1alpha1
kind: Scene
metadata: { name: scene }
spec: { title: Test, seed: 5 }
---
apiVersion: v1
kind: Node
metadata: { name: node-a }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec: { containers: [{ name: app, image: nginx, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: NodePort
  selector: { app: shop }
  ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }]
---
apiVersion: kubehop.dev/v1alpha1
kind: Client
metadata: { name: visitor }
spec: {}
`;

const files: Readonly<Record<string, string>> = {
  'scene.yaml': SCENE,
  'broken.yaml': 'apiVersion: v1\nkind: [',
  'empty.yaml': '\n---\n# nothing\n',
  'refused.yaml': `${SCENE}---\napiVersion: v1\nkind: Service\nmetadata: { name: bad }\nspec: { ports: [] }\n`,
};

function run(line: string) {
  return answer(line.split(' ').filter(Boolean), (file) => {
    const text = files[file];
    if (text === undefined) throw new Error('no such file');
    return text;
  });
}

describe('the trace command', () => {
  it('prints a row per hop and the outcome', () => {
    const { exitCode, output, errors } = run('scene.yaml --from visitor --to http://192.168.1.11:30080/');
    expect(errors).toBe('');
    expect(exitCode).toBe(0);
    const lines = output.split('\n');
    expect(lines[0]).toMatch(/^ *TIME \(ms\) {2}PLACE +PACKET +SOURCE +DESTINATION +RULE +REASON$/);
    expect(lines[1]).toMatch(/^ *0\.000 {2}visitor +request +203\.0\.113\.7:\d+ +192\.168\.1\.11:30080/);
    expect(lines.find((line) => / node-a +request /.test(line))).toMatch(
      /192\.168\.1\.11:30080 → 10\.244\.1\.\d+:8080 +kubeProxy /,
    );
    expect(lines.at(-1)).toMatch(
      /^Answered 200 OK by default\/shop-\w+-\w+ after \d+\.\d{3} ms; it saw the source address 192\.168\.1\.11\.$/,
    );
  });

  it('says what was asked, and with which status it was answered', () => {
    const file = new URL('../scenes/payments.yaml', import.meta.url);
    const ask = (line: string) => answer(line.split(' '), () => readFileSync(file, 'utf8'));
    const line = 'payments.yaml --from shop-1 --to http://payments/pay';
    const alias = ask(line);
    expect(alias.exitCode).toBe(0);
    expect(alias.output).toContain('GET /pay, Host: payments');
    expect(alias.output).toContain('Answered 404 Not Found by payment-gateway');
    const named = ask(`${line} --host pay.example.com`);
    expect(named.exitCode).toBe(0);
    expect(named.output).toContain('Answered 200 OK by payment-gateway');
    const mismatch = ask('payments.yaml --from shop-1 --to https://payments/');
    expect(mismatch.exitCode).toBe(1);
    expect(mismatch.output).toContain('TLS failed');
  });

  it('repeats exactly, and another seed makes a difference', () => {
    const line = 'scene.yaml --from visitor --to svc/shop --count 40';
    expect(run(line)).toEqual(run(line));
    expect(run(`${line} --seed 6`).output).not.toBe(run(line).output);
  });

  it('prints the share per Pod for many requests', () => {
    const { output } = run('scene.yaml --from visitor --to svc/shop --count 100');
    const shares = [...output.matchAll(/^ *(\d+\.\d) % +(\d+) +default\/shop-/gm)].map((match) =>
      Number(match[2]),
    );
    expect(shares).toHaveLength(2);
    expect(shares[0]! + shares[1]!).toBe(100);
  });

  it('prints JSON for machines', () => {
    const { output } = run('scene.yaml --from default/shop --to http://shop/ --count 2 --json');
    const { requests, shares } = JSON.parse(output);
    expect(requests).toHaveLength(2);
    expect(requests[0]).toMatchObject({ url: 'http://shop/', outcome: 'answered' });
    expect(requests[0].steps[0]).toMatchObject({ milliseconds: 0, packetKind: 'dnsQuery' });
    expect(shares.reduce((sum: number, share: { count: number }) => sum + share.count, 0)).toBe(2);
  });

  it('says what a name that was only looked up is', () => {
    const { output } = run('scene.yaml --from default/shop --to lookup://shop');
    expect(output).toMatch(/^Found after [\d.]+ ms: shop is 10\.96\.\d+\.\d+\.$/m);
    expect(output).not.toContain('Answered');
  });

  it('exits with 1 when a request is not answered', () => {
    expect(run('scene.yaml --from default/shop --to http://nobody/').exitCode).toBe(1);
    const { exitCode, output } = run('scene.yaml --from visitor --to http://192.168.1.11:30081/');
    expect(exitCode).toBe(1);
    expect(output).not.toContain('Answered by');
  });

  it('says what was left out of the scene, and goes on', () => {
    const { exitCode, errors } = run('refused.yaml --from visitor --to svc/shop');
    expect(exitCode).toBe(0);
    expect(errors).toBe('Left out: Service "bad" is invalid: spec.ports: Required value');
  });

  it.each([
    ['', 'Which scene?'],
    ['scene.yaml', 'Who sends?'],
    ['scene.yaml --from visitor', 'Where to?'],
    ['scene.yaml other.yaml --from visitor --to x', 'One scene at a time'],
    ['none.yaml --from visitor --to x', 'Cannot read none.yaml: no such file'],
    ['broken.yaml --from visitor --to x', 'broken.yaml:2:'],
    ['empty.yaml --from visitor --to x', 'empty.yaml holds no objects.'],
    [
      'scene.yaml --from nobody --to x',
      'No Client, Pod or Deployment is called "nobody". There are: visitor, default/shop',
    ],
    ['scene.yaml --from visitor --to http://', '"http://" is neither a URL nor svc/<name>.'],
    ['scene.yaml --from visitor --to x --count 0', '--count must be a whole number of at least 1, not "0".'],
    ['scene.yaml --from visitor --to x --seed y', '--seed must be a whole number'],
    ['scene.yaml --from visitor --to x --speed 3', "Unknown option '--speed'"],
  ])('refuses "%s" in words, with the usage', (line, message) => {
    const { exitCode, output, errors } = run(line);
    expect(exitCode).toBe(2);
    expect(output).toBe('');
    expect(errors).toContain(message);
    expect(errors).toContain(USAGE);
  });
});
