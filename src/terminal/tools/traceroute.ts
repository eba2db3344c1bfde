/** `traceroute HOST`: the places that an ICMP echo passes. Simplified: one probe that goes all the way, timed at each place. */
import { WIRE_STRETCH } from '../../playground/wireTime.ts';
import { CannotSend, isUnresolved, nameOf, send } from '../request.ts';
import type { Tool } from '../tools.ts';

export const traceroute: Tool = {
  short: 'Show the places on the way (HOST)',
  async run(call) {
    const [host] = call.args.filter((word) => !word.startsWith('-'));
    if (host === undefined) {
      call.stderr('Usage: traceroute HOST\n');
      return 1;
    }
    try {
      const sent = await send(call, { url: `ping://${host}`, timeoutSeconds: 10 });
      if (isUnresolved(sent) || sent.address === null) {
        call.stderr(`${host}: Name or service not known\n`);
        return 2;
      }
      call.stdout(`traceroute to ${host} (${sent.address}), 30 hops max, 60 byte packets\n`);
      const there = sent.hops.filter(({ packetKind }) => packetKind === 'request');
      const start = there[0]?.leavesAt ?? 0;
      for (const [index, hop] of there.entries())
        call.stdout(
          `${String(index + 1).padStart(2)}  ${nameOf(hop.to)}  ${(((hop.arrivesAt - start) * 2) / WIRE_STRETCH).toFixed(3)} ms\n`,
        );
      if (sent.end.outcome !== 'answered') call.stdout(`${String(there.length + 1).padStart(2)}  * * *\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof CannotSend)) throw error;
      call.stderr(`traceroute: ${error.message}\n`);
      return 1;
    }
  },
};
