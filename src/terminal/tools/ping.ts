/** `ping -c N`: ICMP echoes, one after the other. Simplified: an echo is one packet there and one back, every second. */
import { readOptions } from '../options.ts';
import { CannotSend, isUnresolved, send } from '../request.ts';
import type { Tool } from '../tools.ts';

const NAMES = {
  '-c': 'count',
  '-W': 'wait',
  '-w': 'deadline',
  '-i': 'interval',
  '-4': 'ipv4',
  '-6': 'ipv6',
  '-q': 'quiet',
} as const;
const MOST = 20;

export const ping: Tool = {
  short: 'Send ICMP echoes ([-c COUNT] HOST)',
  async run(call) {
    const options = readOptions(call.args, NAMES, ['count', 'wait', 'deadline', 'interval']);
    const [host] = options.rest;
    if (host === undefined) {
      call.stderr('ping: usage error: Destination address required\n');
      return 2;
    }
    const count = Math.min(MOST, Math.max(1, Number(options.text('count')) || 4));
    const times: number[] = [];
    let address = host;
    try {
      for (let sequence = 1; sequence <= count && !call.signal.aborted; sequence++) {
        const sent = await send(call, { url: `ping://${host}`, timeoutSeconds: 10 });
        if (isUnresolved(sent) || sent.address === null) {
          call.stderr(`ping: ${host}: Name or service not known\n`);
          return 2;
        }
        if (sequence === 1) {
          address = sent.address;
          call.stdout(`PING ${host} (${address}) 56(84) bytes of data.\n`);
        }
        if (sent.end.outcome === 'answered') {
          const last = sent.end.at - sent.end.startedAt;
          const ms = Math.max(0.05, (sent.hops.at(-1)?.arrivesAt ?? 0) === 0 ? sent.ms : wireMs(sent, last));
          times.push(ms);
          call.stdout(
            `64 bytes from ${address}: icmp_seq=${sequence} ttl=${64 - Math.max(0, sent.hops.length / 2 - 1)} time=${ms.toFixed(3)} ms\n`,
          );
        } else if (sent.end.outcome === 'refused')
          call.stdout(`From ${address} icmp_seq=${sequence} Destination Port Unreachable\n`);
      }
    } catch (error) {
      if (!(error instanceof CannotSend)) throw error;
      call.stderr(`ping: ${error.message}\n`);
      return 2;
    }
    const loss = Math.round((1 - times.length / count) * 100);
    call.stdout(
      `\n--- ${host} ping statistics ---\n${count} packets transmitted, ${times.length} received, ${loss}% packet loss, time ${(count - 1) * 1000}ms\n`,
    );
    if (times.length > 0) {
      const average = times.reduce((sum, ms) => sum + ms, 0) / times.length;
      const deviation = Math.sqrt(times.reduce((sum, ms) => sum + (ms - average) ** 2, 0) / times.length);
      call.stdout(
        `rtt min/avg/max/mdev = ${[Math.min(...times), average, Math.max(...times), deviation].map((ms) => ms.toFixed(3)).join('/')} ms\n`,
      );
    }
    return times.length > 0 ? 0 : 1;
  },
};

/** From the first packet of the echo on, without what the name took. */
function wireMs(
  { hops, end }: { hops: readonly { packetKind: string; leavesAt: number }[]; end: { at: number } },
  whole: number,
): number {
  const first = hops.find(({ packetKind }) => packetKind === 'request');
  return (first === undefined ? whole : end.at - first.leavesAt) / 1000;
}
