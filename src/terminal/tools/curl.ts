/** `curl`: one HTTP request, seen on the canvas. Bodies are not simulated: it prints a line that says who answered. */

import { statusLine } from '../../kubernetes/httpStatus.ts';
import { readOptions } from '../options.ts';
import type { Sent } from '../request.ts';
import { bodyOf, CannotSend, send } from '../request.ts';
import type { Tool, ToolCall } from '../tools.ts';

const NAMES = {
  '-s': 'silent',
  '--silent': 'silent',
  '-S': 'show-error',
  '--show-error': 'show-error',
  '-v': 'verbose',
  '--verbose': 'verbose',
  '-I': 'head',
  '--head': 'head',
  '-i': 'include',
  '--include': 'include',
  '-H': 'header',
  '--header': 'header',
  '-k': 'insecure',
  '--insecure': 'insecure',
  '-m': 'max-time',
  '--max-time': 'max-time',
  '--connect-timeout': 'max-time',
  '-o': 'output',
  '--output': 'output',
  '-w': 'write-out',
  '--write-out': 'write-out',
  '-X': 'request',
  '--request': 'request',
  '--resolve': 'resolve',
  '-L': 'location',
  '--location': 'location',
  '-d': 'data',
  '--data': 'data',
  '-A': 'agent',
  '--user-agent': 'agent',
  '-f': 'fail',
  '--fail': 'fail',
  '--http1.1': 'http1',
  '-4': 'ipv4',
  '-6': 'ipv6',
  '--retry': 'retry',
} as const;
const WITH_VALUE = [
  'header',
  'max-time',
  'output',
  'write-out',
  'request',
  'resolve',
  'data',
  'agent',
  'retry',
];

const VERSION = '8.14.1';
/** `tcp_syn_retries` 6: the kernel gives up after 127 s. */
const KERNEL_GIVES_UP_MS = 127_000;
/** How long the simulation lets a packet be under way before it counts as lost, on the clock. */
const PATIENCE_SECONDS = 30;

interface Target {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

function readURL(text: string): Target | null {
  const match =
    /^(?:(https?):\/\/)?(?:[^@/]*@)?(\[[0-9a-fA-F:.]+\]|[^:/?#]+)(?::(\d{1,5}))?([/?][^#]*)?(?:#.*)?$/i.exec(
      text,
    );
  if (match === null) return null;
  const scheme = (match[1]?.toLowerCase() ?? 'http') as Target['scheme'];
  const path = match[4] ?? '/';
  return {
    scheme,
    host: match[2]!,
    port: Number(match[3] ?? (scheme === 'https' ? 443 : 80)),
    path: path.startsWith('/') ? path : `/${path}`,
  };
}

export const curl: Tool = {
  short: 'Send an HTTP request (-s -v -i -I -H -k -m -o -w -X -d --resolve)',
  async run(call) {
    const options = readOptions(call.args, NAMES, WITH_VALUE);
    if (options.unknown !== null) {
      call.stderr(
        `curl: option ${options.unknown}: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n`,
      );
      return 2;
    }
    if (options.rest.length === 0) {
      call.stderr(
        `curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n`,
      );
      return 2;
    }
    let exitCode = 0;
    for (const url of options.rest) exitCode = await fetchOne(call, url, options);
    return exitCode;
  },
};

type Options = ReturnType<typeof readOptions>;

async function fetchOne(call: ToolCall, url: string, options: Options): Promise<number> {
  const isQuiet = options.has('silent') && !options.has('show-error');
  const fail = (code: number, words: string): number => {
    if (!isQuiet) call.stderr(`curl: (${code}) ${words}\n`);
    writeOut(call, options, null);
    return code;
  };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    return fail(1, `Protocol "${scheme}" not supported`);
  const target = readURL(url);
  if (target === null || target.port > 65_535)
    return fail(3, 'URL rejected: Malformed input to a URL function');
  const headers = headersOf(options);
  const method =
    options.text('request') || (options.has('head') ? 'HEAD' : options.has('data') ? 'POST' : 'GET');
  const fixed = resolvedByHand(options, target);
  const { host: hostHeader, ...others } = headers;
  const host = fixed ?? target.host;
  const authority = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const say = (text: string) => {
    if (options.has('verbose')) call.stderr(`${text}\n`);
  };
  let sent: Sent;
  try {
    sent = await send(call, {
      url: `${target.scheme}://${authority}:${target.port}${target.path}`,
      timeoutSeconds: PATIENCE_SECONDS,
      method,
      path: target.path,
      headers: { 'user-agent': `curl/${VERSION}`, accept: '*/*', ...others },
      ...(hostHeader !== undefined || fixed !== null ? { host: hostHeader ?? target.host } : {}),
      ...(fixed !== null && target.scheme === 'https' ? { tlsServerName: target.host } : {}),
    });
  } catch (error) {
    if (error instanceof CannotSend) return fail(7, error.message);
    throw error;
  }
  const { end, address, ms } = sent;
  if (address === null) {
    say(`* Could not resolve host: ${target.host}`);
    return end.outcome === 'noAddress'
      ? fail(
          7,
          `Failed to connect to ${target.host} port ${target.port} after 0 ms: Couldn't connect to server`,
        )
      : fail(6, `Could not resolve host: ${target.host}`);
  }
  if (address !== target.host) {
    say(`* Host ${target.host}:${target.port} was resolved.`);
    say(`* IPv6: ${address.includes(':') ? address : '(none)'}`);
    say(`* IPv4: ${address.includes(':') ? '(none)' : address}`);
  }
  say(`*   Trying ${address.includes(':') ? `[${address}]` : address}:${target.port}...`);
  if (end.outcome === 'timedOut') {
    const limit = options.text('max-time');
    const waited = limit === '' ? KERNEL_GIVES_UP_MS : Math.round(Number(limit) * 1000);
    const wasTaken = sent.packetEnds.some(
      ({ packetKind, verdict }) => packetKind === 'request' && verdict === 'delivered',
    );
    if (wasTaken && limit !== '') {
      sayRequest(say, target, address, method, hostHeader, others);
      return fail(28, `Operation timed out after ${waited + 1} milliseconds with 0 bytes received`);
    }
    return limit === ''
      ? fail(
          28,
          `Failed to connect to ${target.host} port ${target.port} after ${waited} ms: Couldn't connect to server`,
        )
      : fail(28, `Connection timed out after ${waited + 1} milliseconds`);
  }
  if (end.outcome === 'refused' || end.outcome === 'noAddress') {
    say(`* connect to ${address} port ${target.port} from ${sent.source} failed: Connection refused`);
    say(
      `* Failed to connect to ${target.host} port ${target.port} after ${ms} ms: Couldn't connect to server`,
    );
    say('* closing connection #0');
    return fail(
      7,
      `Failed to connect to ${target.host} port ${target.port} after ${ms} ms: Couldn't connect to server`,
    );
  }
  say(`* Connected to ${target.host} (${address}) port ${target.port}`);
  if (end.outcome === 'tlsFailed') return fail(...tlsFailure(end, target));
  sayRequest(say, target, address, method, hostHeader, others);
  const status = end.status ?? 200;
  say('* Request completely sent off');
  const isNotHttp = end.status === undefined;
  if (isNotHttp) {
    say('* Received HTTP/0.9 when not allowed');
    return fail(1, 'Received HTTP/0.9 when not allowed');
  }
  const lines = [`HTTP/1.1 ${statusLine(status)}`.trimEnd(), 'Content-Type: text/plain'];
  for (const line of lines) say(`< ${line}`);
  say('< ');
  if (options.has('fail') && status >= 400) return fail(22, `The requested URL returned error: ${status}`);
  const isKept = options.text('output') === '';
  if (options.has('output') && !['/dev/null', '-', 'NUL'].includes(options.text('output')))
    call.stderr(`curl: there are no files here, so the answer is not kept (${options.text('output')})\n`);
  if ((options.has('head') || options.has('include')) && isKept)
    call.stdout(`${lines.join('\r\n')}\r\n\r\n`.replaceAll('\r', ''));
  if (!options.has('head') && isKept) call.stdout(bodyOf(sent));
  say(`* Connection #0 to host ${target.host} left intact`);
  writeOut(call, options, sent);
  return 0;
}

function sayRequest(
  say: (text: string) => void,
  target: Target,
  _address: string,
  method: string,
  host: string | undefined,
  headers: Readonly<Record<string, string>>,
): void {
  const isUsual = target.port === (target.scheme === 'https' ? 443 : 80);
  say(`> ${method} ${target.path} HTTP/1.1`);
  say(`> Host: ${host ?? `${target.host}${isUsual ? '' : `:${target.port}`}`}`);
  say(`> User-Agent: ${headers['user-agent'] ?? `curl/${VERSION}`}`);
  say('> Accept: */*');
  for (const [name, value] of Object.entries(headers))
    if (!['user-agent', 'accept'].includes(name)) say(`> ${name}: ${value}`);
  say('> ');
}

function headersOf(options: Options): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of options.all('header')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  if (options.has('agent')) headers['user-agent'] = options.text('agent');
  return headers;
}

/** `--resolve host:port:address` */
function resolvedByHand(options: Options, { host, port }: Target): string | null {
  for (const entry of options.all('resolve')) {
    const match = /^([^:]+):(\d+):\[?([^\]]+)\]?$/.exec(entry);
    if (match !== null && match[1] === host && Number(match[2]) === port) return match[3]!;
  }
  return null;
}

function tlsFailure({ reason }: Sent['end'], { host }: Target): [number, string] {
  if (/Plain|NotTLS|NotUnderstood/i.test(reason))
    return [35, 'TLS connect error: error:0A0000C6:SSL routines::packet length too long'];
  return [
    60,
    `SSL: no alternative certificate subject name matches target host name '${host}'\nMore details here: https://curl.se/docs/sslcerts.html\n\ncurl failed to verify the legitimacy of the server and therefore could not\nestablish a secure connection to it. To learn more about this situation and\nhow to fix it, please visit the webpage mentioned above.`,
  ];
}

function writeOut(call: ToolCall, options: Options, sent: Sent | null): void {
  if (!options.has('write-out')) return;
  const seconds = ((sent?.ms ?? 0) / 1000).toFixed(6);
  const values: Readonly<Record<string, string>> = {
    http_code: String(sent?.end.status ?? 0).padStart(3, '0'),
    response_code: String(sent?.end.status ?? 0).padStart(3, '0'),
    time_total: seconds,
    time_connect: seconds,
    remote_ip: sent?.address ?? '',
    local_ip: sent?.hops[0]?.before.source ?? '',
    exitcode: '0',
  };
  const text = options
    .text('write-out')
    .replaceAll(/%\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t');
  call.stdout(text);
}
