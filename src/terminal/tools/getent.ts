/** `getent hosts NAME`: what the C library finds out about a name. */
import { lookUp } from '../dnsLookup.ts';
import { CannotSend } from '../request.ts';
import type { Tool } from '../tools.ts';

export const getent: Tool = {
  short: 'Look a name up as the C library does (hosts NAME)',
  async run(call) {
    const [database, name] = call.args;
    if (!['hosts', 'ahosts', 'ahostsv4'].includes(database ?? '') || name === undefined) {
      call.stderr('Usage: getent hosts NAME\n');
      return 1;
    }
    try {
      const { found } = await lookUp(call, name, ['A'], true);
      const addresses = (found?.answer.records ?? []).filter(({ type }) => type === 'A');
      const [first] = addresses;
      if (first === undefined) return 2;
      for (const { data } of database === 'hosts' ? addresses.slice(0, 1) : addresses)
        call.stdout(`${String(data).padEnd(15)} ${first.name.replace(/\.$/, '')}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof CannotSend)) throw error;
      call.stderr(`getent: ${error.message}\n`);
      return 2;
    }
  },
};
