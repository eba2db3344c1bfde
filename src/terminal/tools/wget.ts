/** `wget` as busybox has it in most images: `wget -qO- URL`. */

import { statusLine } from '../../kubernetes/httpStatus.ts';
import { readOptions } from '../options.ts';
import { bodyOf, CannotSend, isUnresolved, send } from '../request.ts';
import type { Tool } from '../tools.ts';

const NAMES = {
  '-q': 'quiet',
  '--quiet': 'quiet',
  '-O': 'output',
  '--output-document': 'output',
  '-T': 'timeout',
  '--timeout': 'timeout',
  '-S': 'headers',
  '--server-response': 'headers',
  '--header': 'header',
  '--spider': 'spider',
  '-t': 'tries',
  '--tries': 'tries',
} as const;

export const wget: Tool = {
  short: 'Fetch over HTTP (-qO- -T -S --header --spider)',
  async run(call) {
    const options = readOptions(call.args, NAMES, ['output', 'timeout', 'header', 'tries']);
    const [given] = options.rest;
    if (options.unknown !== null || given === undefined) {
      call.stderr(
        `wget: ${options.unknown === null ? 'missing URL' : `unrecognized option: ${options.unknown}`}\nUsage: wget [-q] [-O FILE] [-T SEC] URL\n`,
      );
      return 1;
    }
    const url = /^https?:\/\//.test(given) ? given : `http://${given}`;
    const { hostname, port } = URL.canParse(url) ? new URL(url) : { hostname: given, port: '' };
    const shownPort = port || (url.startsWith('https') ? '443' : '80');
    const headers = Object.fromEntries(
      options.all('header').flatMap((line) => {
        const colon = line.indexOf(':');
        return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
      }),
    );
    const { host, ...others } = headers as Record<string, string>;
    try {
      const sent = await send(call, {
        url,
        timeoutSeconds: 30,
        headers: { 'user-agent': 'Wget', ...others },
        ...(host === undefined ? {} : { host }),
      });
      const { end, address } = sent;
      if (isUnresolved(sent) || address === null) {
        call.stderr(`wget: bad address '${hostname}'\n`);
        return 1;
      }
      if (!options.has('quiet'))
        call.stderr(`Connecting to ${hostname}${port === '' ? '' : `:${port}`} (${address}:${shownPort})\n`);
      if (end.outcome === 'timedOut') {
        call.stderr(
          options.has('timeout')
            ? 'wget: download timed out\n'
            : `wget: can't connect to remote host (${address}): Operation timed out\n`,
        );
        return 1;
      }
      if (end.outcome === 'refused' || end.outcome === 'noAddress') {
        call.stderr(`wget: can't connect to remote host (${address}): Connection refused\n`);
        return 1;
      }
      if (end.outcome === 'tlsFailed') {
        call.stderr(
          'wget: note: TLS certificate validation not implemented\nwget: error getting response: connection closed by peer\n',
        );
        return 1;
      }
      const status = end.status ?? 200;
      if (options.has('headers')) call.stderr(`  HTTP/1.1 ${statusLine(status)}\n`);
      if (status >= 400) {
        call.stderr(`wget: server returned error: HTTP/1.1 ${statusLine(status)}\n`);
        return 1;
      }
      if (options.has('spider')) return 0;
      const output = options.text('output');
      if (output === '-') call.stdout(bodyOf(sent));
      else if (output !== '/dev/null')
        call.stderr('wget: there are no files here, so the answer is not kept; use -O -\n');
      return 0;
    } catch (error) {
      if (!(error instanceof CannotSend)) throw error;
      call.stderr(`wget: ${error.message}\n`);
      return 1;
    }
  },
};
