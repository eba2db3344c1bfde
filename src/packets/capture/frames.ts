/** A packet as the bytes of an Ethernet frame: IPv4 or IPv6, and in it TCP, UDP, SCTP or ICMP with correct checksums. */
import ipaddr from 'ipaddr.js';
import type { Header, PlaceKey } from '../../simulation/events.ts';
import { type Bytes, crc32c, internetChecksum, join, uint8, uint16, uint32 } from './bytes.ts';

/** What a packet carries beyond its addresses. */
export interface Segment {
  readonly payload: Bytes;
  /** TCP: how many bytes each side has sent before. */
  readonly sequence: number;
  readonly acknowledged: number;
  /** TCP: this packet says that nobody is there. */
  readonly isReset: boolean;
  /** The server closes the connection. */
  readonly isFinal: boolean;
  /** ICMP: the packet that could not be delivered; without it the packet is an echo. */
  readonly undelivered: Header | null;
  /** ICMP: whether this echo is an answer. */
  readonly isReply: boolean;
}

const numbers = { TCP: 6, UDP: 17, SCTP: 132, ICMP: 1 } as const;
const ICMPV6 = 58;
const TIME_TO_LIVE = 64;
const [PSH_ACK, RST_ACK, FIN_ACK] = [0x18, 0x14, 0x11];
const WINDOW = 0xfaf0;

export function frameOf(from: PlaceKey, to: PlaceKey, header: Header, segment: Segment): Bytes {
  const packet = ipPacket(header, (pseudoHeader, isIPv6) =>
    transports[header.protocol](header, segment, pseudoHeader, isIPv6),
  );
  const type = isIPv6(header) ? 0x86dd : 0x0800;
  return join(hardwareAddress(to), hardwareAddress(from), uint16(type), packet);
}

function isIPv6({ source }: Header): boolean {
  return source.includes(':');
}

/** A locally administered address that each place keeps. */
function hardwareAddress(place: PlaceKey): Bytes {
  const hash = crc32c(new TextEncoder().encode(place));
  return join(uint8(0x02, 0x4b), uint32(hash));
}

type PseudoHeader = (length: number) => Bytes;

function ipPacket(header: Header, transport: (pseudo: PseudoHeader, isIPv6: boolean) => Bytes): Bytes {
  const [source, destination] = [header.source, header.destination].map(
    (address) => Uint8Array.from(ipaddr.parse(address).toByteArray()) as Bytes,
  );
  if (isIPv6(header)) {
    const number = header.protocol === 'ICMP' ? ICMPV6 : numbers[header.protocol];
    const body = transport((length) => join(source!, destination!, uint32(length, number)), true);
    return join(
      uint32(0x60000000),
      uint16(body.length),
      uint8(number, TIME_TO_LIVE),
      source!,
      destination!,
      body,
    );
  }
  const number = numbers[header.protocol];
  const body = transport((length) => join(source!, destination!, uint8(0, number), uint16(length)), false);
  const DONT_FRAGMENT = 0x4000;
  const start = join(uint16(0x4500, 20 + body.length, 0, DONT_FRAGMENT), uint8(TIME_TO_LIVE, number));
  const checksum = internetChecksum(start, source!, destination!);
  return join(start, uint16(checksum), source!, destination!, body);
}

type Transport = (header: Header, segment: Segment, pseudoHeader: PseudoHeader, isIPv6: boolean) => Bytes;

const transports: Readonly<Record<Header['protocol'], Transport>> = {
  TCP({ sourcePort, destinationPort }, { payload, sequence, acknowledged, isReset, isFinal }, pseudoHeader) {
    const flags = isReset ? RST_ACK : isFinal ? FIN_ACK : PSH_ACK;
    const start = join(
      uint16(sourcePort, destinationPort),
      uint32(1 + sequence, 1 + acknowledged),
      uint16(0x5000 | flags, WINDOW),
    );
    const checksum = internetChecksum(pseudoHeader(20 + payload.length), start, uint16(0, 0), payload);
    return join(start, uint16(checksum, 0), payload);
  },
  UDP({ sourcePort, destinationPort }, { payload }, pseudoHeader) {
    const start = uint16(sourcePort, destinationPort, 8 + payload.length);
    // Zero means "no checksum", so a sum of zero is sent as its other form.
    const checksum = internetChecksum(pseudoHeader(8 + payload.length), start, uint16(0), payload) || 0xffff;
    return join(start, uint16(checksum), payload);
  },
  SCTP({ sourcePort, destinationPort }, { payload, sequence, isReset }) {
    const [DATA, ABORT] = [0, 6];
    const length = 16 + payload.length;
    const chunk = isReset
      ? join(uint8(ABORT, 0), uint16(4))
      : join(uint8(DATA, 3), uint16(length), uint32(1 + sequence), uint16(0, 0), uint32(0), payload);
    const padding = new Uint8Array((4 - (chunk.length % 4)) % 4);
    const start = join(uint16(sourcePort, destinationPort), uint32(0x4b756265));
    const checksum = crc32c(join(start, uint32(0), chunk, padding));
    const littleEndian = uint32(checksum).reverse();
    return join(start, littleEndian, chunk, padding);
  },
  ICMP(header, { undelivered, isReply, payload }, pseudoHeader, isIPv6) {
    let body: Bytes;
    if (undelivered === null) {
      const type = isIPv6 ? (isReply ? 129 : 128) : isReply ? 0 : 8;
      const identifier = isReply ? header.destinationPort : header.sourcePort;
      body = join(uint8(type, 0), uint16(0, identifier, 1), payload);
    } else {
      // Port unreachable, with the beginning of the packet that could not be delivered.
      const [type, code] = isIPv6 ? [1, 4] : [3, 3];
      const original = ipPacket(undelivered, () =>
        uint16(undelivered.sourcePort, undelivered.destinationPort, 8, 0),
      );
      body = join(uint8(type!, code!), uint16(0, 0, 0), original);
    }
    const checksum = isIPv6 ? internetChecksum(pseudoHeader(body.length), body) : internetChecksum(body);
    body.set(uint16(checksum), 2);
    return body;
  },
};
