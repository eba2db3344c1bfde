import { describe, expect, it } from 'vitest';
import { answer } from '../kubeApi/api.ts';
import { type Cluster, letTimePass } from '../kubeApi/cluster.ts';
import { clusterOf } from '../testing/kubeApi.ts';
import { createClient } from './client.ts';
import { runKubectl } from './runKubectl.ts';

const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a' } };
const settings = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings' },
  data: { colour: 'green' },
};

function start(cluster: Cluster, line: string, stdin: string | null = null) {
  const printed = { stdout: '', stderr: '' };
  const control = new AbortController();
  const exitCode = runKubectl(line.split(' '), {
    client: createClient((request) => answer(cluster, request)),
    stdin,
    namespace: 'default',
    now: () => Date.UTC(2026, 0, 1) + cluster.simulation.now,
    stdout(text) {
      printed.stdout += text;
    },
    stderr(text) {
      printed.stderr += text;
    },
    signal: control.signal,
    sleep: async (ms) => letTimePass(cluster, ms),
    readFile: () => null,
    inside: null,
  });
  return { printed, exitCode, interrupt: () => control.abort() };
}

async function type(
  line: string,
  { stdin = null, cluster = clusterOf([node, settings]) }: { stdin?: string | null; cluster?: Cluster } = {},
) {
  const { printed, exitCode } = start(cluster, line, stdin);
  return { ...printed, exitCode: await exitCode };
}

describe('kubectl create', () => {
  it('makes a CronJob whose containers carry its name', async () => {
    const { stdout } = await type(
      'create cronjob often --image=busybox --schedule=@hourly --restart=Never --dry-run=client -o jsonpath={.spec.schedule}:{.spec.jobTemplate.spec.template.spec.containers[0].name}:{.spec.jobTemplate.spec.template.spec.restartPolicy}',
    );
    expect(stdout).toBe('@hourly:often:Never');
    expect(await type('create cronjob often --image=busybox')).toMatchObject({
      exitCode: 1,
      stderr: 'error: required flag(s) "schedule" not set\n',
    });
  });

  it('makes of a Role one rule for each API group', async () => {
    const { stdout } = await type(
      'create role reader --verb=get,list --resource=pods,pods/log,deployments --dry-run=client -o jsonpath={.rules}',
    );
    expect(JSON.parse(stdout)).toEqual([
      { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] },
    ]);
    expect(await type('create role reader --verb=fly --resource=pods')).toMatchObject({
      exitCode: 0,
      stderr: "Warning: 'fly' is not a standard resource verb\n",
    });
  });
});

describe('kubectl diff', () => {
  const file = (colour: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {colour: ${colour}}\n`;

  it('prints nothing where nothing differs, else the lines, and ends with 1', async () => {
    expect(await type('diff -f -', { stdin: file('green') })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    const { exitCode, stdout } = await type('diff -f -', { stdin: file('red') });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      '@@ -1,6 +1,6 @@\n apiVersion: v1\n data:\n-  colour: green\n+  colour: red\n kind: ConfigMap\n',
    );
    expect((await type('diff -f none.yaml')).exitCode).toBe(2);
  });
});

describe('kubectl explain', () => {
  it('finds a field through lists and says what is within', async () => {
    const { stdout } = await type('explain deploy.spec.template.spec.containers.ports');
    expect(stdout).toMatch(
      /^GROUP: {6}apps\nKIND: {7}Deployment\nVERSION: {4}v1\n\nFIELD: ports <\[\]ContainerPort>\n/,
    );
    expect(stdout).toContain('\n  containerPort\t<integer>\n');
    expect(await type('explain pods.spec.unicorn')).toMatchObject({
      exitCode: 1,
      stderr: 'error: field "unicorn" does not exist\n',
    });
  });
});

describe('kubectl get --watch', () => {
  it('shows what is there as one table, then changes in columns that only grow', async () => {
    const cluster = clusterOf([settings]);
    const { printed, exitCode, interrupt } = start(cluster, 'get cm -w');
    await type('create cm a-longer-name-than-any --from-literal=a=b', { cluster });
    await type('create cm short', { cluster });
    interrupt();
    expect(await exitCode).toBe(130);
    expect(printed.stdout.split('\n').map((line) => line.replace(/\d+m?s$/, 'now'))).toEqual([
      'NAME       DATA   AGE',
      'settings   1      now',
      'a-longer-name-than-any   1      now',
      'short                    0      now',
      '',
    ]);
  });
});
