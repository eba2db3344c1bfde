import fc from 'fast-check';
import { expect, test } from 'vitest';
import { header, hop, places } from '../testCluster.ts';
import { createHopsInAir, removeAll, removeRow, rowFor } from './hopsInAir.ts';

const step = (packetId: number) => ({
  ...hop(places.a, places.b, { before: header('10.0.0.1', '10.0.0.2') }),
  packetId,
});

/** Packets take off and land in any order, also more than there is room for at first. */
const flights = fc.array(fc.record({ packetId: fc.integer({ min: 1, max: 40 }), lands: fc.boolean() }), {
  maxLength: 300,
});

test('every packet in the air has one row, which keeps its figures', () => {
  fc.assert(
    fc.property(flights, (events) => {
      const hops = createHopsInAir(2);
      const inAir = new Set<number>();
      for (const { packetId, lands } of events) {
        if (lands) {
          const row = hops.rowOfPacket.get(packetId);
          if (row !== undefined) removeRow(hops, row);
          inAir.delete(packetId);
        } else {
          const row = rowFor(hops, packetId);
          hops.step[row] = step(packetId);
          hops.leavesAt[row] = packetId * 10;
          hops.wire[row] = packetId;
          inAir.add(packetId);
        }
      }
      expect(hops.count).toBe(inAir.size);
      expect(hops.step.length).toBe(inAir.size);
      for (const packetId of inAir) {
        const row = hops.rowOfPacket.get(packetId)!;
        expect([hops.step[row]!.packetId, hops.leavesAt[row], hops.wire[row]]).toEqual([
          packetId,
          packetId * 10,
          packetId,
        ]);
      }
    }),
  );
});

test('a packet takes its own row again on its next hop', () => {
  const hops = createHopsInAir();
  const row = rowFor(hops, 7);
  hops.step[row] = step(7);
  expect(rowFor(hops, 7)).toBe(row);
  expect(hops.count).toBe(1);
  removeAll(hops);
  expect([hops.count, hops.rowOfPacket.size]).toEqual([0, 0]);
});
