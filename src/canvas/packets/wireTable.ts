/** The wires that packets are on, as numbers: looked up once per hop, read once per packet and frame. */
import type { PlaceKey } from '../../simulation/events.ts';
import { type Anchor, wireCurve } from '../wirePath.ts';

export interface WireTable {
  /** Eight numbers per wire, as in `Curve`; NaN while one of its ends is not drawn. */
  curves: Float32Array;
  indexOf(from: PlaceKey, to: PlaceKey): number;
  /** The cards may have moved. */
  refresh(): void;
  clear(): void;
}

export function createWireTable(rectOf: (place: PlaceKey) => Anchor | null): WireTable {
  const ends: [PlaceKey, PlaceKey][] = [];
  const indexes = new Map<PlaceKey, Map<PlaceKey, number>>();
  const table: WireTable = {
    curves: new Float32Array(8 * 64),
    indexOf(from, to) {
      let ofFrom = indexes.get(from);
      if (ofFrom === undefined) {
        ofFrom = new Map();
        indexes.set(from, ofFrom);
      }
      let index = ofFrom.get(to);
      if (index === undefined) {
        index = ends.length;
        ends.push([from, to]);
        ofFrom.set(to, index);
        if (table.curves.length < ends.length * 8) {
          const larger = new Float32Array(table.curves.length * 2);
          larger.set(table.curves);
          table.curves = larger;
        }
        compute(index);
      }
      return index;
    },
    refresh() {
      for (let index = 0; index < ends.length; index++) compute(index);
    },
    clear() {
      ends.length = 0;
      indexes.clear();
    },
  };

  function compute(index: number): void {
    const [from, to] = ends[index]!;
    const [a, b] = [rectOf(from), rectOf(to)];
    if (a === null || b === null) table.curves.fill(Number.NaN, index * 8, index * 8 + 8);
    else table.curves.set(wireCurve(a, b), index * 8);
  }

  return table;
}
