/** `dig`: one question, without the search path unless `+search`; `+short` prints only the data. */
import type { DnsRecord } from '../../simulation/network/dnsMessage.ts';
import { lookUp, reverseName, serverOf } from '../dnsLookup.ts';
import { CannotSend } from '../request.ts';
import type { Tool } from '../tools.ts';

const TYPES = ['A', 'AAAA', 'SRV', 'CNAME', 'PTR', 'TXT', 'NS', 'SOA', 'MX', 'ANY'];

export const dig: Tool = {
  short: 'Ask the DNS a question (NAME [TYPE] [+short] [+search] [@SERVER] [-x ADDRESS])',
  async run(call) {
    const isShort = call.args.includes('+short');
    const server = call.args.find((word) => word.startsWith('@'))?.slice(1) ?? serverOf(call);
    const reverse = call.args.indexOf('-x');
    const words = call.args.filter(
      (word, index) => !/^[+@-]/.test(word) && index !== reverse + 1 - (reverse < 0 ? 1e6 : 0),
    );
    const type =
      reverse >= 0 ? 'PTR' : (words.find((word) => TYPES.includes(word.toUpperCase()))?.toUpperCase() ?? 'A');
    const address = reverse < 0 ? undefined : call.args[reverse + 1];
    const name =
      address === undefined
        ? (words.find((word) => !TYPES.includes(word.toUpperCase())) ?? '.')
        : (reverseName(address) ?? address);
    const own = serverOf(call);
    if (
      server !== own &&
      !['kube-dns.kube-system', 'kube-dns.kube-system.svc.cluster.local'].includes(server)
    ) {
      call.stderr(`dig: only the DNS that this place uses (${own}) can be asked here\n`);
      return 10;
    }
    try {
      const { found, sent } = await lookUp(call, name, [type], call.args.includes('+search'));
      if (found === null) {
        call.stdout(
          `;; communications error to ${own}#53: timed out\n;; communications error to ${own}#53: timed out\n;; communications error to ${own}#53: timed out\n\n; <<>> DiG 9.20.4 <<>> ${call.args.join(' ')}\n;; global options: +cmd\n;; no servers could be reached\n`,
        );
        return 9;
      }
      const { records, rcode, authority } = found.answer;
      if (isShort) {
        for (const record of records) call.stdout(`${dataOf(record)}\n`);
        return 0;
      }
      const owner = `${found.name.replace(/\.$/, '')}.`;
      const soa = records.length === 0 && authority !== null && authority !== undefined ? 1 : 0;
      call.stdout(
        [
          `; <<>> DiG 9.20.4 <<>> ${call.args.join(' ')}`,
          ';; global options: +cmd',
          ';; Got answer:',
          `;; ->>HEADER<<- opcode: QUERY, status: ${rcode}, id: ${1000 + (sent.end.requestId % 60_000)}`,
          `;; flags: qr aa rd; QUERY: 1, ANSWER: ${records.length}, AUTHORITY: ${soa}, ADDITIONAL: 1`,
          ';; WARNING: recursion requested but not available',
          '',
          ';; OPT PSEUDOSECTION:',
          '; EDNS: version: 0, flags:; udp: 1232',
          ';; QUESTION SECTION:',
          `;${owner}${tabs(owner.length + 1)}IN\t${type}`,
          '',
          ...(records.length === 0
            ? []
            : [
                ';; ANSWER SECTION:',
                ...records.map(
                  (record) =>
                    `${record.name}${tabs(record.name.length, 3)}${record.ttl}\tIN\t${record.type}\t${dataOf(record)}`,
                ),
                '',
              ]),
          `;; Query time: ${sent.ms} msec`,
          `;; SERVER: ${own}#53(${own}) (UDP)`,
          '',
          '',
        ].join('\n'),
      );
      return 0;
    } catch (error) {
      if (!(error instanceof CannotSend)) throw error;
      call.stderr(`dig: ${error.message}\n`);
      return 10;
    }
  },
};

function tabs(length: number, columns = 4): string {
  return '\t'.repeat(Math.max(1, columns - Math.floor(length / 8)));
}

function dataOf({ data }: DnsRecord): string {
  return typeof data === 'string' ? data : Object.values(data).join(' ');
}
