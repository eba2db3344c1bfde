/**
 * A client library against the simulated API: the informer of @kubernetes/client-node sees what its other calls do, and its
 * exec runs a command inside a Pod.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, type Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Fetched only for this check, for it weighs more than everything else together. */
const PACKAGE = '@kubernetes/client-node@1.4.0';
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/client-node-1.4.0', import.meta.url));

interface Pod {
  metadata: { name: string; labels?: Record<string, string> };
}

/** As much of the library as is used here. */
interface Library {
  KubeConfig: new () => { loadFromString(text: string): void; makeApiClient(api: unknown): PodApi };
  CoreV1Api: unknown;
  Exec: new (config: unknown) => Exec;
  PatchStrategy: { StrategicMergePatch: string };
  makeInformer(config: unknown, path: string, list: () => Promise<unknown>): Informer;
  setHeaderOptions(name: string, value: string): unknown;
}

interface PodApi {
  listNamespacedPod(request: object): Promise<{ items: Pod[] }>;
  createNamespacedPod(request: object): Promise<Pod>;
  patchNamespacedPod(request: object, options: unknown): Promise<Pod>;
  deleteNamespacedPod(request: object): Promise<unknown>;
}

interface Exec {
  exec(
    namespace: string,
    pod: string,
    container: string,
    command: readonly string[],
    stdout: Writable,
    stderr: Writable,
    stdin: null,
    tty: boolean,
    onStatus: (status: { status: string }) => void,
  ): Promise<unknown>;
}

interface Informer {
  on(event: string, listener: (pod: Pod) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What went wrong, one sentence each; or why nothing could be tried. */
export async function checkClientNode(kubeconfig: string): Promise<readonly string[] | string> {
  const entry = join(CACHE, 'node_modules/@kubernetes/client-node/dist/index.js');
  if (!existsSync(entry)) {
    mkdirSync(CACHE, { recursive: true });
    console.error(`Fetching ${PACKAGE} …`);
    const options = ['--prefix', CACHE, '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
    spawnSync('npm', ['install', ...options, PACKAGE]);
    if (!existsSync(entry)) return `${PACKAGE} cannot be fetched from npm`;
  }
  return tryOut((await import(pathToFileURL(entry).href)) as Library, kubeconfig);
}

async function tryOut(library: Library, kubeconfig: string): Promise<readonly string[]> {
  const { KubeConfig, CoreV1Api, PatchStrategy, makeInformer, setHeaderOptions } = library;
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const api = config.makeApiClient(CoreV1Api);
  const namespace = 'default';
  const seen: string[] = [];
  const informer = makeInformer(config, `/api/v1/namespaces/${namespace}/pods`, () =>
    api.listNamespacedPod({ namespace }),
  );
  for (const event of ['add', 'update', 'delete'])
    informer.on(event, ({ metadata: { name, labels } }) =>
      seen.push(`${event} ${name} ${labels?.colour ?? ''}`),
    );
  const wrong: string[] = [];
  const waitFor = async (wanted: string) => {
    for (let tries = 0; tries < 100 && !seen.includes(wanted); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    if (!seen.includes(wanted)) wrong.push(`the informer has not seen “${wanted}”, but ${seen.join(', ')}`);
  };
  await informer.start();
  await waitFor('add worker ');
  const spec = { containers: [{ name: 'web', image: 'nginx' }], terminationGracePeriodSeconds: 0 };
  const body = { metadata: { name: 'smoke', labels: { colour: 'red' } }, spec };
  await api.createNamespacedPod({ namespace, body });
  await waitFor('add smoke red');
  const patched = await api.patchNamespacedPod(
    { namespace, name: 'smoke', body: { metadata: { labels: { colour: 'blue' } } } },
    setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
  );
  if (patched.metadata.labels?.colour !== 'blue') wrong.push('the patch was not answered with the new label');
  await waitFor('update smoke blue');
  const answered = await curlInside(new library.Exec(config), namespace);
  if (!/^Hello from \S+, you are 10\./.test(answered)) wrong.push(`curl inside a Pod printed “${answered}”`);
  await api.deleteNamespacedPod({ namespace, name: 'smoke' });
  await waitFor('delete smoke blue');
  await informer.stop();
  return wrong;
}

function curlInside(exec: Exec, namespace: string): Promise<string> {
  let printed = '';
  const stdout = new PassThrough().setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const command = ['curl', '-sS', 'shop'];
  return new Promise((resolve, reject) =>
    exec
      .exec(namespace, 'worker', 'worker', command, stdout, stdout, null, false, () =>
        setTimeout(() => resolve(printed), 0),
      )
      .catch(reject),
  );
}
