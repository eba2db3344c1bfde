/** The packets in the air: one row of typed arrays each, removed by moving the last row into the gap. */
import type { Hop, PacketEnd } from '../../simulation/events.ts';

export interface HopsInAir {
  count: number;
  leavesAt: Float64Array;
  arrivesAt: Float64Array;
  /** From then on it is no longer drawn. */
  goneAt: Float64Array;
  /** Index into the table of wires. */
  wire: Int32Array;
  /** Where on the wire it starts and ends, 0 to 1; the wire's own direction. */
  start: Float32Array;
  end: Float32Array;
  sprite: Uint16Array;
  requestId: Float64Array;
  /** 1: not a packet on its way but the mark of one that was dropped. */
  isMark: Uint8Array;
  /** What each row draws, to draw it anew in another view. */
  step: (Hop | PacketEnd)[];
  rowOfPacket: Map<number, number>;
}

export function createHopsInAir(capacity = 256): HopsInAir {
  return {
    count: 0,
    leavesAt: new Float64Array(capacity),
    arrivesAt: new Float64Array(capacity),
    goneAt: new Float64Array(capacity),
    wire: new Int32Array(capacity),
    start: new Float32Array(capacity),
    end: new Float32Array(capacity),
    sprite: new Uint16Array(capacity),
    requestId: new Float64Array(capacity),
    isMark: new Uint8Array(capacity),
    step: [],
    rowOfPacket: new Map(),
  };
}

/** The row of this packet: a packet is at one place only, so its next hop takes the row of the last one. */
export function rowFor(hops: HopsInAir, packetId: number): number {
  const known = hops.rowOfPacket.get(packetId);
  if (known !== undefined) return known;
  const row = hops.count++;
  if (row === hops.leavesAt.length) grow(hops);
  hops.rowOfPacket.set(packetId, row);
  return row;
}

export function removeRow(hops: HopsInAir, row: number): void {
  const last = --hops.count;
  hops.rowOfPacket.delete(hops.step[row]!.packetId);
  if (row !== last) {
    for (const column of columns) hops[column][row] = hops[column][last]!;
    hops.step[row] = hops.step[last]!;
    hops.rowOfPacket.set(hops.step[row]!.packetId, row);
  }
  hops.step.length = last;
}

export function removeAll(hops: HopsInAir): void {
  hops.count = 0;
  hops.step.length = 0;
  hops.rowOfPacket.clear();
}

const columns = ['leavesAt', 'arrivesAt', 'goneAt', 'wire', 'start', 'end', 'sprite', 'requestId'] as const;

function grow(hops: HopsInAir): void {
  const capacity = hops.leavesAt.length * 2;
  const larger = <T extends Float64Array | Float32Array | Int32Array | Uint16Array | Uint8Array>(
    old: T,
  ): T => {
    const array = new (old.constructor as new (length: number) => T)(capacity);
    array.set(old);
    return array;
  };
  hops.leavesAt = larger(hops.leavesAt);
  hops.arrivesAt = larger(hops.arrivesAt);
  hops.goneAt = larger(hops.goneAt);
  hops.wire = larger(hops.wire);
  hops.start = larger(hops.start);
  hops.end = larger(hops.end);
  hops.sprite = larger(hops.sprite);
  hops.requestId = larger(hops.requestId);
  hops.isMark = larger(hops.isMark);
}
