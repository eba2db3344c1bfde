/**
 * `npm run kubectl-check [-- --record] [--only <title>]`: the real kubectl types the lines of `testing/kubectl/lines.ts` into
 * a simulated cluster, and must print what is on record; the terminal's kubectl must print the same.
 * Then the real helm installs a chart and takes it away again, and a client library watches.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { createCluster, letTimePass } from '../kubeApi/cluster.ts';
import { createSimulation } from '../simulation/simulation.ts';
import { type Session, sessions } from '../testing/kubectl/lines.ts';
import { checkClientNode } from './clientNodeCheck.ts';
import { type Printed, realKubectl, runSession } from './commandLineRun.ts';
import { kubeconfigOf } from './kubeconfig.ts';
import { ownKubectl } from './ownKubectl.ts';
import { type RealClients, realClients } from './realKubectl.ts';
import { readScene } from './sceneFile.ts';
import { startServer } from './server.ts';

const inTesting = (path: string) => fileURLToPath(new URL(`../testing/kubectl/${path}`, import.meta.url));
const RECORD = inTesting('printed.json');
/** Old enough that ages are whole minutes, whichever second of the run it is. */
const AGE_MS = 40 * 60_000 + 20_000;

const AT_A_TIME = 4;

const { values } = parseArgs({ options: { record: { type: 'boolean' }, only: { type: 'string' } } });
const clients = realClients();
if (typeof clients === 'string') console.log(`skipped: ${clients}`);
else process.exitCode = await check(clients);

async function check(real: RealClients): Promise<number> {
  const known = JSON.parse(readFileSync(RECORD, 'utf8')) as Record<string, Printed[]>;
  const chosen = sessions.filter(({ title }) => values.only === undefined || title === values.only);
  const printed: Record<string, Printed[]> = {};
  let equal = 0;
  let equalOwn = 0;
  let all = 0;
  const runs = await inTurns(chosen, async (session) => ({
    session,
    now: await onServer((folder, server) => runReal(real, session, folder, server)),
    own: await runOwn(session),
  }));
  for (const { session, now, own } of runs) {
    printed[session.title] = now;
    const before = known[session.title] ?? [];
    const wrong = now.filter((each, index) => !isSame(each, before[index]));
    all += now.length;
    equal += now.length - wrong.length;
    const unlike = own.filter((each, index) => !isSame(each, now[index]));
    equalOwn += own.length - unlike.length;
    console.log(
      `${session.title}: ${now.length - wrong.length} of ${now.length}, the terminal ${own.length - unlike.length}`,
    );
    if (values.record === true) continue;
    for (const each of wrong) tellDifference(each, 'on record', before[now.indexOf(each)]);
    for (const each of unlike) tellDifference(each, 'by the real one', now[own.indexOf(each)]);
  }
  if (values.record) {
    // With `--only` the others stay as they are.
    const others = values.only === undefined ? {} : known;
    writeFileSync(RECORD, `${JSON.stringify({ ...others, ...printed }, null, 2)}\n`);
    console.log(`${all} recorded`);
    return 0;
  }
  console.log(`kubectl: ${equal} of ${all} as on record`);
  console.log(`the terminal's kubectl: ${equalOwn} of ${all} equal`);
  const areEqual = equal === all && equalOwn === all;
  if (values.only !== undefined) return areEqual ? 0 : 1;
  const isHelmFine = await onServer((folder) => runHelm(real, folder), null);
  const isLibraryFine = await onServer((_folder, server) => runLibrary(server), null);
  return areEqual && isHelmFine && isLibraryFine ? 0 : 1;
}

/** Several at a time, for a kubectl mostly waits; the results in the order of what was given. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  const takeTurns = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, takeTurns));
  return results;
}

async function runLibrary(server: Server): Promise<boolean> {
  const wrong = await checkClientNode(kubeconfigOf(server.url));
  if (typeof wrong === 'string') console.log(`client-node: skipped: ${wrong}`);
  else console.log(`client-node: ${wrong.length === 0 ? 'as expected' : wrong.join('\n')}`);
  return typeof wrong === 'string' || wrong.length === 0;
}

type Server = Awaited<ReturnType<typeof startServer>>;

/** A fresh cluster, with a folder for a home in which there is a kubeconfig. */
async function onServer<T>(
  work: (folder: string, server: Server) => Promise<T>,
  frozenAt: number | null = AGE_MS,
): Promise<T> {
  const server = await startServer(readCluster(), {
    token: 'c0ffee',
    ...(frozenAt === null ? {} : { frozenAt }),
  });
  const folder = mkdtempSync(join(tmpdir(), 'kubehop-check-'));
  writeFileSync(join(folder, 'kubeconfig'), kubeconfigOf(server.url));
  try {
    return await work(folder, server);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function runReal(real: RealClients, session: Session, folder: string, server: Server): Promise<Printed[]> {
  const environment = { HOME: folder, KUBECONFIG: join(folder, 'kubeconfig'), TZ: 'UTC' };
  return runSession(
    session,
    realKubectl(real.kubectl, environment, (ms) => letTimePass(server.cluster, ms)),
  );
}

function isSame(a: Printed, b: Printed | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The terminal's kubectl on an equal cluster. */
function runOwn(session: Session): Promise<Printed[]> {
  const scene = readCluster();
  const cluster = createCluster(createSimulation(scene));
  letTimePass(cluster, AGE_MS);
  return runSession(session, ownKubectl(cluster, scene));
}

function readCluster() {
  return readScene(inTesting('cluster.yaml'), (path) => readFileSync(path, 'utf8'));
}

function tellDifference(now: Printed, where: string, before: Printed | undefined): void {
  const show = ({ exitCode, stdout, stderr }: Printed) => `(exit code ${exitCode})\n${stdout}${stderr}`;
  console.log(`\n$ ${now.line}\n--- printed ${show(now)}`);
  console.log(`--- ${where} ${before === undefined ? '(nothing)\n' : show(before)}`);
}

/** The clock runs here, for Helm waits until what it made is ready. */
async function runHelm(real: RealClients, folder: string): Promise<boolean> {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, KUBECONFIG: join(folder, 'kubeconfig') };
  const chart = inTesting('chart');
  const steps: readonly [words: string[], expected: RegExp][] = [
    [
      ['install', 'greeter', chart, '--wait', '--timeout', '30s'],
      /STATUS: deployed[\s\S]*greeter answers at/,
    ],
    [['list'], /^greeter\s+default\s+1\s.*deployed\s+greeter-0\.1\.0/m],
    [['upgrade', 'greeter', chart, '--set', 'replicas=3', '--wait', '--timeout', '30s'], /REVISION: 2/],
    [['rollback', 'greeter', '1'], /Rollback was a success/],
    [['uninstall', 'greeter'], /release "greeter" uninstalled/],
  ];
  let passed = 0;
  for (const [words, expected] of steps) {
    const { stdout, stderr } = await promisify(execFile)(real.helm, words, { env }).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    if (expected.test(stdout)) passed += 1;
    else console.log(`\n$ helm ${words.join(' ')}\n${stdout}${stderr}`);
  }
  console.log(`helm: ${passed} of ${steps.length} as expected`);
  return passed === steps.length;
}
