/** What `npm run -s trace` answers: arguments and a file's text in, lines and an exit code out. */
import { parseArgs } from 'node:util';
import { statusLine } from '../kubernetes/httpStatus.ts';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import { topWorkloads } from '../kubernetes/workload.ts';
import type { Header, Hop, PacketEnd, RequestEnd } from '../simulation/events.ts';
import { parseTarget } from '../simulation/network/target.ts';
import { WIRE_STRETCH } from '../simulation/network/wire.ts';
import { isEcho } from '../simulation/pingReasons.ts';
import { explain } from '../simulation/reasons.ts';
import { createQuietSimulation } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';
import {
  findSenderKey,
  placeName,
  readDestination,
  type Share,
  sharesOf,
  type Trace,
  traceRequest,
} from '../simulation/trace.ts';
import { BadInput, readScene } from './sceneFile.ts';

export const USAGE = `Usage: npm run -s trace -- <scene.yaml> --from <sender> --to <destination> [--host NAME] [--tls NAME] [--seed N] [--count N] [--json]

Sends a request through the cluster of a scene and prints one row per hop.

  --from   a Client, node/<name>, <namespace>/<pod>, <namespace>/<deployment>, or the beginning of a Pod's name
  --to     a URL (http://shop/, http://192.168.1.11:30080/, udp://10.96.0.10:53, ping://10.96.0.10), or svc/<name>[:port]
  --host   the Host header, when it is not the host of the URL
  --tls    the TLS server name, when it is not the host of the URL
  --seed   another seed than the scene's
  --count  sends so many requests, one after the other, and prints the share per Pod
  --json   prints everything as JSON

Exits with 0 when every request was answered (with whatever status), 1 when not, 2 on bad input.`;

export interface Answer {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
  readonly errors: string;
}

interface Order {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly host: string | undefined;
  readonly tls: string | undefined;
  readonly seed: number | undefined;
  readonly count: number;
  readonly json: boolean;
}

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(number) || number < least)
    throw new BadInput(`--${name} must be a whole number of at least ${least}, not "${text}".`);
  return number;
}

function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parse(args);
  const { from, to, host, tls, seed, count = '1', json = false } = values;
  const [file, ...others] = positionals;
  if (file === undefined) throw new BadInput('Which scene? Name a YAML file.');
  if (others.length > 0) throw new BadInput(`One scene at a time: what is "${others.join(' ')}"?`);
  if (from === undefined) throw new BadInput('Who sends? Say it with --from.');
  if (to === undefined) throw new BadInput('Where to? Say it with --to.');
  return {
    file,
    from,
    to,
    host,
    tls,
    json,
    seed: seed === undefined ? undefined : wholeNumber('seed', seed, 0),
    count: wholeNumber('count', count, 1),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        host: { type: 'string' },
        tls: { type: 'string' },
        seed: { type: 'string' },
        count: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new BadInput((error as Error).message);
  }
}

function senderOf(simulation: Simulation, from: string): string {
  const key = findSenderKey(simulation, from);
  if (key !== undefined) return key;
  const names = (objects: Iterable<KubernetesObject>) =>
    [...objects]
      .map((object) => placeName(objectKey(object)))
      .filter((name) => !name.startsWith('kube-system/'));
  const { objects, byKind } = simulation;
  const known = [
    ...names(byKind.Client.values()),
    ...names(topWorkloads(objects)),
    ...names(byKind.Pod.values()),
  ];
  const list = known.length === 0 ? 'The scene has none.' : `There are: ${known.join(', ')}.`;
  throw new BadInput(`No Client, Pod or Deployment is called "${from}". ${list}`);
}

/** Runs the command; `readFile` gives a file's text, or throws. */
export function answer(args: readonly string[], readFile: (file: string) => string): Answer {
  try {
    const order = readOrder(args);
    const scene = readScene(order.file, readFile);
    const simulation = createQuietSimulation({ ...scene, seed: order.seed ?? scene.seed });
    const from = senderOf(simulation, order.from);
    const destination = readDestination(order.to);
    if (destination.url !== undefined && parseTarget(destination.url) === null)
      throw new BadInput(`"${order.to}" is neither a URL nor svc/<name>.`);
    const spec = { from, ...destination, host: order.host, tlsServerName: order.tls };
    const traces = Array.from({ length: order.count }, () => traceRequest(simulation, spec));
    const isAnswered = traces.every(({ end }) => end.outcome === 'answered');
    return {
      exitCode: isAnswered ? 0 : 1,
      output: order.json ? inJson(traces) : inWords(traces),
      errors: refusals(simulation),
    };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { exitCode: 2, output: '', errors: `${error.message}\n\n${USAGE}` };
  }
}

/** Objects of the scene that are not in the cluster, and why. */
function refusals({ refused }: Simulation): string {
  return refused.map(({ status }) => `Left out: ${status.message}`).join('\n');
}

/** Wire time since the request began, as it would be without the stretching of the clock. */
function milliseconds(clockMs: number): string {
  return (clockMs / WIRE_STRETCH).toFixed(3);
}

function address(host: string, port: number): string {
  return port === 0 ? host : `${host}:${port}`;
}

/** What a place sent on; where it rewrote the packet, what came in too. */
function rewritten(before: Header, after: Header, end: 'source' | 'destination'): string {
  const show = (header: Header) => {
    const port = header[`${end}Port`];
    return isEcho(header) && port !== 0 ? `${header[end]} (id ${port})` : address(header[end], port);
  };
  return show(before) === show(after) ? show(after) : `${show(before)} → ${show(after)}`;
}

const HEADINGS = ['TIME (ms)', 'PLACE', 'PACKET', 'SOURCE', 'DESTINATION', 'RULE', 'REASON'];

function row(step: Hop | PacketEnd, startedAt: number): string[] {
  const place = placeName(step.type === 'Hop' ? step.from : step.place);
  return [
    milliseconds((step.type === 'Hop' ? step.leavesAt : step.at) - startedAt),
    place,
    step.packetKind,
    rewritten(step.before, step.after, 'source'),
    rewritten(step.before, step.after, 'destination'),
    step.rule === null ? '-' : `${step.rule.component} ${step.rule.chain}`,
    explain(step, place).title,
  ];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padStart(widths[0]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

function outcomeInWords(end: RequestEnd): string {
  const waited = end.at - end.startedAt;
  // Timeouts are counted on the clock, not on the wire.
  const took = end.outcome === 'timedOut' ? `${waited / 1000} s` : `${milliseconds(waited)} ms`;
  if (end.outcome === 'answered' && end.reason === 'DnsAnswer')
    return `Found after ${took}: ${end.details?.name} is ${end.details?.address}.`;
  if (end.outcome === 'answered') {
    const by = end.answeredBy === null ? 'somebody' : placeName(end.answeredBy);
    const status = end.status === undefined ? '' : ` ${statusLine(end.status)}`;
    const first = `Answered${status} by ${by} after ${took}; it saw the source address ${end.sourceSeen ?? 'unknown'}.`;
    if (end.reason === 'Answered') return first;
    const { sentence, lookAt } = explain(end, placeName(end.from));
    return [first, sentence, ...(lookAt === undefined ? [] : [lookAt])].join('\n');
  }
  const { title, sentence, lookAt } = explain(end, placeName(end.from));
  return [`${title} after ${took}.`, sentence, ...(lookAt === undefined ? [] : [lookAt])].join('\n');
}

/** `GET / HTTP, Host: shop` */
function askedInWords({ http }: Trace['start']): string[] {
  if (http === undefined) return [];
  const tls = http.serverName === undefined ? '' : `, TLS server name: ${http.serverName}`;
  return [`${http.method} ${http.path}, Host: ${http.host}${tls}`];
}

function shareLines(shares: readonly Share[], total: number): string[] {
  const rows = shares.map(({ place, count }) => [
    `${((100 * count) / total).toFixed(1)} %`,
    String(count),
    place === null ? 'not answered' : placeName(place),
  ]);
  return table([['SHARE', 'REQUESTS', 'ANSWERED BY'], ...rows]);
}

function inWords(traces: readonly Trace[]): string {
  const { start, steps, end } = traces[0]!;
  const lines = [
    ...table([HEADINGS, ...steps.map((step) => row(step, start.at))]),
    '',
    ...askedInWords(start),
    outcomeInWords(end),
    ...(traces.length === 1
      ? []
      : [
          '',
          `The first of ${traces.length} requests; all of them:`,
          ...shareLines(sharesOf(traces), traces.length),
        ]),
  ];
  return lines.join('\n');
}

function inJson(traces: readonly Trace[]): string {
  const requests = traces.map(({ start, steps, end }) => ({
    from: start.from,
    url: start.url,
    http: start.http,
    outcome: end.outcome,
    status: end.status,
    reason: end.reason,
    answeredBy: end.answeredBy,
    sourceSeen: end.sourceSeen,
    upstream: end.upstream,
    milliseconds: (end.at - start.at) / WIRE_STRETCH,
    steps: steps.map((step) => ({
      milliseconds: ((step.type === 'Hop' ? step.leavesAt : step.at) - start.at) / WIRE_STRETCH,
      ...step,
      rule: step.rule === null ? null : { ...step.rule, text: step.rule.text },
    })),
  }));
  return JSON.stringify({ requests, shares: sharesOf(traces) }, null, 2);
}
