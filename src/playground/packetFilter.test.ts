/** Filters over packets, as people type them. */
import { expect, test } from 'vitest';
import { type FilteredPacket, looksLikeFilter, readFilter } from './packetFilter.ts';

const packet: FilteredPacket = {
  protocols: ['tcp', 'http'],
  sources: ['10.244.1.5', '192.168.1.11'],
  destinations: ['10.96.0.20', '10.244.2.3'],
  sourcePorts: [40000],
  destinationPorts: [80, 8080],
  from: 'web-1',
  to: 'shop-7x2',
  service: 'shop',
  pod: 'shop-7x2',
  node: ['node-a', 'node-b'],
  verdict: 'delivered',
  reason: 'Answered',
};

function passes(text: string): boolean {
  const result = readFilter(text);
  if (!result.ok) throw new Error(`${result.message} (${result.at})`);
  return result.filter(packet);
}

test.each([
  ['', true],
  ['ip', true],
  ['tcp', true],
  ['udp', false],
  ['ip.dst == 10.96.0.20', true],
  ['ip.dst == 10.96.0.0/16', true],
  ['ip.dst == fd00::/8', false],
  ['ip.src != 10.244.1.5', false],
  ['ip.addr eq 192.168.1.11', true],
  ['tcp.dstport == 8080', true],
  ['udp.dstport == 8080', false],
  ['tcp.port > 30000 && tcp.port < 50000', true],
  ['port >= 80 and port <= 79', false],
  ['service == SHOP', true],
  ['pod contains "shop-"', true],
  ['not (verdict == dropped || verdict == refused)', true],
  ['!http', false],
  ['udp || tcp && !dns', true],
  ['node == node-b', true],
])('%s', (text, expected) => {
  expect(passes(text)).toBe(expected);
});

test.each([
  ['ip.dest == 1.2.3.4', 'There is no field “ip.dest”.', 0],
  ['ip.dst', 'What should ip.dst be? Write ip.dst == …', 6],
  ['ip.dst ==', 'What should ip.dst be compared with?', 9],
  ['(tcp', 'A bracket is not closed.', 4],
  ['tcp tcp', '“tcp” is not expected here.', 4],
  ['ip.dst = 1.2.3.4', '“=” means nothing here; equal is “==”.', 7],
  ['tcp &&', 'A field is missing, such as ip.dst or verdict.', 6],
])('says what is wrong with %s', (text, message, at) => {
  expect(readFilter(text)).toEqual({ ok: false, message, at });
});

test('tells filters from words', () => {
  expect(looksLikeFilter('ip.dst == 1.2.3.4')).toBe(true);
  expect(looksLikeFilter('dns')).toBe(true);
  expect(looksLikeFilter('shop refused')).toBe(false);
});
