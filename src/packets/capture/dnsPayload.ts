/** A DNS query or answer as bytes (RFC 1035), as far as the simulation tells what stands in it. */
import ipaddr from 'ipaddr.js';
import { type Bytes, join, text, uint8, uint16, uint32 } from './bytes.ts';

export interface DnsMessage {
  readonly id: number;
  readonly name: string;
  readonly type: 'A' | 'AAAA';
  /** null: a query. */
  readonly answer: {
    readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL';
    readonly alias: string | null;
    readonly address: string | null;
  } | null;
}

const types = { A: 1, AAAA: 28, CNAME: 5 } as const;
const codes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3 } as const;
const INTERNET = 1;
const RECURSION_DESIRED = 0x0100;
/** A response, authoritative, recursion desired and available. */
const RESPONSE = 0x8580;
const TTL_SECONDS = 30;

export function dnsPayload({ id, name, type, answer }: DnsMessage): Bytes {
  const records: Bytes[] = [];
  if (answer !== null && answer.alias !== null) records.push(record(name, 'CNAME', labels(answer.alias)));
  if (answer !== null && answer.address !== null)
    records.push(
      record(answer.alias ?? name, type, Uint8Array.from(ipaddr.parse(answer.address).toByteArray())),
    );
  const flags = answer === null ? RECURSION_DESIRED : RESPONSE | codes[answer.rcode];
  return join(
    uint16(id, flags, 1, records.length, 0, 0),
    labels(name),
    uint16(types[type], INTERNET),
    ...records,
  );
}

function record(name: string, type: keyof typeof types, data: Uint8Array): Bytes {
  return join(labels(name), uint16(types[type], INTERNET), uint32(TTL_SECONDS), uint16(data.length), data);
}

/** Each label with its length before it; the root's, of no letters, at the end. */
function labels(name: string): Bytes {
  const parts = name.split('.').filter((label) => label !== '');
  return join(
    ...parts.flatMap((label) => [uint8(Math.min(63, label.length)), text(label.slice(0, 63))]),
    uint8(0),
  );
}
