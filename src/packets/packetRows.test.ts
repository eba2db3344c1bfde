/** The packets table, filled by a running cluster. */
import { expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { readFilter } from '../playground/packetFilter.ts';
import { createRequestLog, listRequests, logEvent } from '../playground/requestLog.ts';
import { sendRequest } from '../simulation/network/request.ts';
import { advance } from '../simulation/simulation.ts';
import { client, cluster, node, pod, service } from '../testing/cluster.ts';
import { csvOf } from './csv.ts';
import { type Granularity, type PacketRow, packetRows, rowText } from './packetRows.ts';

function rowsOf(
  granularity: Granularity,
  objects: readonly KubernetesObject[],
  ...urls: string[]
): PacketRow[] {
  const simulation = cluster([node('node-a'), client('visitor'), pod('web', 'web'), ...objects]);
  const log = createRequestLog();
  for (const url of urls) sendRequest(simulation, { from: 'Pod/default/web', url, timeoutSeconds: 2 });
  for (const event of advance(simulation, 60_000)) logEvent(log, event);
  return packetRows(listRequests(log), simulation.objects, granularity);
}

const shop = [pod('shop', 'shop', {}), service('shop')];

test('lists one row for each request, newest first, with names and the latency on the wire', () => {
  const [latest, earliest] = rowsOf('requests', shop, 'http://shop/', 'http://nowhere/');
  expect(latest).toMatchObject({ to: 'nowhere', verdict: 'nameNotFound', tone: 'bad', pod: '', service: '' });
  expect(earliest).toMatchObject({
    from: 'web',
    to: 'shop',
    protocol: 'HTTP',
    service: 'shop',
    verdict: 'answered',
    label: 'Answered',
    pod: 'shop',
  });
  expect(earliest!.latencyMs).toBeGreaterThan(1);
  expect(earliest!.latencyMs).toBeLessThan(10);
  expect(rowText(earliest!)).toContain('10.244.');
});

test('lists one row for each packet: queries, answers, requests, replies and refusals', () => {
  const rows = rowsOf('packets', shop, 'http://shop/', 'http://shop:81/').toReversed();
  expect(new Set(rows.map(({ protocol }) => protocol))).toEqual(
    new Set(['DNS query', 'DNS answer', 'HTTP', 'HTTP reply']),
  );
  const lost = rows.filter(({ verdict }) => verdict === 'dropped');
  expect(lost.length).toBe(1);
  expect(lost[0]).toMatchObject({ protocol: 'HTTP', tone: 'bad', pod: '' });
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test.each([
  ['dns', ({ protocol }: PacketRow) => protocol.startsWith('DNS')],
  ['tcp.dstport == 8080', ({ protocol }: PacketRow) => protocol === 'HTTP'],
  ['verdict != delivered', () => false],
  ['node == node-a && service == shop', ({ service }: PacketRow) => service === 'shop'],
])('filters by %s', (text, expected) => {
  const rows = rowsOf('packets', shop, 'http://shop/');
  const result = readFilter(text);
  if (!result.ok) throw new Error(result.message);
  expect(rows.filter((row) => result.filter(row.filtered))).toEqual(rows.filter(expected));
});

test('writes comma-separated values that no spreadsheet takes for a formula', () => {
  const [row] = rowsOf('requests', shop, 'http://shop/');
  const lines = csvOf([{ ...row!, from: '=1+1', to: 'a,"b"' }]).split('\r\n');
  expect(lines[0]).toBe(
    'time in s,request,from,to,protocol,service,verdict,pod,source seen,latency in ms,try',
  );
  expect(lines[1]).toContain(`,'=1+1,"a,""b""",HTTP,shop,Answered,shop,`);
  expect(lines.length).toBe(3);
});
