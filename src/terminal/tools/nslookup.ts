/** `nslookup` of BIND's tools: the server, then the addresses of a name along the search path; or whose address it is. */
import { lookUp, reverseName, serverOf } from '../dnsLookup.ts';
import { CannotSend } from '../request.ts';
import type { Tool } from '../tools.ts';

export const nslookup: Tool = {
  short: 'Ask the DNS for a name ([-type=A|AAAA|SRV] NAME or ADDRESS)',
  async run(call) {
    const type = call.args
      .find((word) => /^-(?:query)?type=/i.test(word))
      ?.split('=')[1]
      ?.toUpperCase();
    const [given] = call.args.filter((word) => !word.startsWith('-'));
    if (given === undefined) {
      call.stderr('Usage: nslookup [-type=TYPE] NAME\n');
      return 1;
    }
    const reverse = type === undefined || type === 'PTR' ? reverseName(given) : null;
    const name = reverse ?? given;
    const types = reverse !== null ? ['PTR'] : type === undefined ? ['A', 'AAAA'] : [type];
    try {
      const { found } = await lookUp(call, name, types, reverse === null);
      const server = serverOf(call);
      if (found === null) {
        call.stdout(`;; connection timed out; no servers could be reached\n\n`);
        return 1;
      }
      // Of an address only the answer is printed.
      if (reverse === null || type !== undefined)
        call.stdout(`Server:\t\t${server}\nAddress:\t${server}#53\n\n`);
      const { answer } = found;
      if (answer.rcode !== 'NOERROR') {
        call.stdout(
          `** server can't find ${found.name === name ? name : answer.rcode === 'NXDOMAIN' ? name : found.name}: ${answer.rcode}\n\n`,
        );
        return 1;
      }
      if (answer.records.length === 0) {
        call.stdout(`*** Can't find ${name}: No answer\n\n`);
        return 0;
      }
      for (const { name: owner, type: ofType, data } of answer.records) {
        const host = owner.replace(/\.$/, '');
        if (ofType === 'CNAME') call.stdout(`${host}\tcanonical name = ${data as string}\n`);
        else if (ofType === 'A' || ofType === 'AAAA')
          call.stdout(`Name:\t${host}\nAddress: ${data as string}\n`);
        else if (ofType === 'PTR') call.stdout(`${host}\tname = ${data as string}\n`);
        else if (ofType === 'SRV')
          call.stdout(`${host}\tservice = ${Object.values(data as object).join(' ')}\n`);
        else call.stdout(`${host}\t${ofType} ${String(data)}\n`);
      }
      call.stdout('\n');
      return 0;
    } catch (error) {
      if (!(error instanceof CannotSend)) throw error;
      call.stderr(`nslookup: ${error.message}\n`);
      return 1;
    }
  },
};
