import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../playground/state.ts';
import type { Header, Hop, PacketEnd } from '../simulation/events.ts';
import { packetGroups, requestTitle, sentFrom } from './packetEntries.ts';

const visitor = 'Client.kubehop.dev//visitor';
const pod = 'Pod/default/shop-7x2';
const sent: Header = {
  protocol: 'TCP',
  source: '203.0.113.7',
  sourcePort: 51544,
  destination: '192.0.2.40',
  destinationPort: 80,
};
const rewritten: Header = {
  ...sent,
  source: '192.168.1.12',
  sourcePort: 38211,
  destination: '10.244.1.5',
  destinationPort: 8080,
};

const hop = (change: Partial<Hop>): Hop => ({
  type: 'Hop',
  packetId: 1,
  requestId: 148,
  packetKind: 'request',
  before: sent,
  after: sent,
  rule: null,
  reason: 'Sent',
  service: 'Service/default/shop',
  from: visitor,
  to: 'Node//node-b',
  leavesAt: 0,
  arrivesAt: 500,
  ...change,
});

const arrival: PacketEnd = {
  ...hop({}),
  type: 'PacketEnd',
  before: rewritten,
  after: rewritten,
  reason: 'Answered',
  verdict: 'delivered',
  at: 1500,
  place: pod,
};

const record: RequestRecord = {
  start: {
    type: 'RequestStart',
    at: 0,
    requestId: 148,
    from: visitor,
    url: 'http://192.0.2.40/',
    traffic: null,
  },
  steps: [
    hop({ packetId: 9, packetKind: 'dnsQuery', service: 'Service/kube-system/kube-dns' }),
    hop({}),
    hop({ from: 'Node//node-b', to: pod, after: rewritten, reason: 'EndpointPickedMasqueraded' }),
    arrival,
    hop({ packetId: 2, packetKind: 'reply', from: pod, to: 'Node//node-b' }),
  ],
  end: null,
};

describe('the list of a request', () => {
  const groups = packetGroups(record);

  it('has one group per packet, in the order of sending', () => {
    expect(groups.map(({ id, kind, entries }) => [id, kind, entries.length])).toEqual([
      [9, 'dnsQuery', 1],
      [1, 'request', 3],
      [2, 'reply', 1],
    ]);
  });

  it('shows the header where it is first seen and where it is rewritten, and only there', () => {
    const [first, rewrite, end] = groups[1]!.entries;
    expect(first!.header).toEqual([
      { label: 'src', before: '203.0.113.7:51544', after: null },
      { label: 'dst', before: '192.0.2.40:80', after: null },
    ]);
    expect(rewrite!.header).toEqual([
      { label: 'src', before: '203.0.113.7:51544', after: '192.168.1.12:38211' },
      { label: 'dst', before: '192.0.2.40:80', after: '10.244.1.5:8080' },
    ]);
    expect(end!.header).toBeNull();
    expect(end!.verdict).toBe('delivered');
  });

  it('is named after who asked and the Service, not after the name look-up', () => {
    expect(requestTitle(record, new Map())).toBe('visitor → shop');
    expect(requestTitle({ ...record, steps: [] }, new Map())).toBe('visitor → 192.0.2.40');
    expect(sentFrom(record)).toBe('203.0.113.7');
    expect(sentFrom({ ...record, steps: [] })).toBeNull();
  });
});
