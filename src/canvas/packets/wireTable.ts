/** The wires that packets are on, as numbers: looked up once per hop, read once per packet and frame. */
import type { PlaceKey } from '../../simulation/events.ts';
import { type Anchor, wireCurve } from '../wirePath.ts';

export interface WireTable {
  /** Eight numbers per wire, as in `Curve`; NaN while one of its ends is not drawn. */
  curves: Float32Array;
  /** 1 for the wires that `look` found in sight. */
  isInSight: Uint8Array;
  indexOf(from: PlaceKey, to: PlaceKey): number;
  /** Marks the wires that may touch a box, in canvas units. */
  look(left: number, top: number, right: number, bottom: number): void;
  /** The cards may have moved. */
  refresh(): void;
  clear(): void;
}

export function createWireTable(rectOf: (place: PlaceKey) => Anchor | null): WireTable {
  const ends: [PlaceKey, PlaceKey][] = [];
  const indexes = new Map<PlaceKey, Map<PlaceKey, number>>();
  const table: WireTable = {
    curves: new Float32Array(8 * 64),
    isInSight: new Uint8Array(64),
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
          table.isInSight = new Uint8Array(larger.length / 8);
        }
        compute(index);
      }
      return index;
    },
    look(left, top, right, bottom) {
      const { curves, isInSight } = table;
      for (let index = 0; index < ends.length; index++) {
        const at = index * 8;
        // A curve stays within its four points. All are NaN, and nothing is true, while one of its ends is not drawn.
        const [x0, x1, x2, x3] = [curves[at]!, curves[at + 2]!, curves[at + 4]!, curves[at + 6]!];
        const [y0, y1, y2, y3] = [curves[at + 1]!, curves[at + 3]!, curves[at + 5]!, curves[at + 7]!];
        const isSeen =
          Math.min(x0, x1, x2, x3) <= right &&
          Math.max(x0, x1, x2, x3) >= left &&
          Math.min(y0, y1, y2, y3) <= bottom &&
          Math.max(y0, y1, y2, y3) >= top;
        isInSight[index] = isSeen ? 1 : 0;
      }
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
