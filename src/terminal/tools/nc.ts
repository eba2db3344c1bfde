/** `nc -zv HOST PORT`: whether somebody listens there. */
import { readOptions } from '../options.ts';
import { CannotSend, isUnresolved, send } from '../request.ts';
import type { Tool } from '../tools.ts';

const NAMES = { '-z': 'zero', '-v': 'verbose', '-w': 'wait', '-u': 'udp', '-n': 'numeric' } as const;

export const nc: Tool = {
  short: 'Try a port (-zv [-u] [-w SECONDS] HOST PORT)',
  async run(call) {
    const options = readOptions(call.args, NAMES, ['wait']);
    const [host, port] = options.rest;
    if (host === undefined || port === undefined || !/^\d+$/.test(port)) {
      call.stderr('usage: nc [-uvz] [-w timeout] destination port\n');
      return 1;
    }
    const protocol = options.has('udp') ? 'udp' : 'tcp';
    const say = (text: string) => {
      if (options.has('verbose')) call.stderr(`${text}\n`);
    };
    try {
      const authority = host.includes(':') ? `[${host}]` : host;
      const sent = await send(call, { url: `${protocol}://${authority}:${port}`, timeoutSeconds: 20 });
      const { end, address } = sent;
      if (isUnresolved(sent) || address === null) {
        call.stderr(`nc: getaddrinfo for host "${host}" port ${port}: Name or service not known\n`);
        return 1;
      }
      const words = `connect to ${host}${address === host ? '' : ` (${address})`} port ${port} (${protocol}) failed`;
      if (end.outcome === 'refused') say(`nc: ${words}: Connection refused`);
      else if (end.outcome === 'timedOut')
        say(`nc: ${words}: ${options.has('wait') ? 'Operation now in progress' : 'Connection timed out'}`);
      else {
        say(
          `Connection to ${host}${address === host ? '' : ` (${address})`} ${port} port [${protocol}/*] succeeded!`,
        );
        return 0;
      }
      return 1;
    } catch (error) {
      if (!(error instanceof CannotSend)) throw error;
      call.stderr(`nc: ${error.message}\n`);
      return 1;
    }
  },
};
