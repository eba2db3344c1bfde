/** What a gesture means: (state, gesture) → commands. Nothing here knows of React or of the screen. */
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { workloadKinds } from '../kubernetes/workloadKinds.ts';
import type { Command } from '../playground/commands.ts';
import type { PaletteRow } from '../playground/paletteItems.ts';
import type { PlaygroundState } from '../playground/state.ts';
import type { Position } from '../simulation/scene.ts';
import { isNodePlace, isPodPlace } from './world.ts';

export interface Moved {
  key: ObjectKey;
  position: Position;
}

export type Gesture =
  /** Something from the palette was let go over the canvas, perhaps over a card. */
  | { type: 'drop'; item: Pick<PaletteRow, 'place'>; at: Position; over: ObjectKey | null }
  /** Cards were dragged; `over` is the Node card under the pointer. */
  | { type: 'drag'; moved: readonly Moved[]; over: ObjectKey | null }
  /** Cards were pushed by keys. */
  | { type: 'nudge'; keys: readonly ObjectKey[]; by: Position }
  | { type: 'connect'; from: ObjectKey; to: ObjectKey }
  | { type: 'movePod'; pod: ObjectKey; node: ObjectKey }
  | { type: 'rename'; key: ObjectKey; name: string }
  | { type: 'select'; keys: readonly ObjectKey[] }
  | { type: 'delete'; keys: readonly ObjectKey[] }
  | { type: 'duplicate'; keys: readonly ObjectKey[] };

/** What the meaning of a gesture depends on. */
export type GestureState = Pick<PlaygroundState, 'objects' | 'layout'>;

type Meaning<T extends Gesture['type']> = (
  state: GestureState,
  gesture: Extract<Gesture, { type: T }>,
) => Command[];

const meanings = {
  drop: (state, { item, at, over }) => item.place(state, at, over ?? undefined),
  drag(state, { moved, over }) {
    const pods = moved.filter(({ key }) => isPodPlace(key));
    const placed = moved.filter(({ key }) => !isPodPlace(key));
    return [
      ...placeAll(placed),
      // A Pod's place is its Node: dropped anywhere else it slides back.
      ...(over === null ? [] : pods.flatMap(({ key }) => moveTo(state, key, over))),
    ];
  },
  nudge(state, { keys, by }) {
    return placeAll(
      keys
        .filter((key) => state.layout[key] !== undefined && !isPodPlace(key))
        .map((key) => {
          const { x, y } = state.layout[key]!;
          return { key, position: { x: x + by.x, y: y + by.y } };
        }),
    );
  },
  connect: (_state, { from, to }) => (canConnect(from, to) ? [{ type: 'connect', from, to }] : []),
  movePod: (state, { pod, node }) => moveTo(state, pod, node),
  rename(_state, { key, name }) {
    const trimmed = name.trim();
    return trimmed === '' || trimmed === parseKey(key).name ? [] : [{ type: 'rename', key, name: trimmed }];
  },
  select: (_state, { keys }) => [{ type: 'select', keys: [...new Set(keys)] }],
  delete: (_state, { keys }) => keys.map((key) => ({ type: 'delete', key })),
  duplicate: (_state, { keys }) => (keys.length === 0 ? [] : [{ type: 'duplicate', keys }]),
} satisfies { [T in Gesture['type']]: Meaning<T> };

export function commandsFor(state: GestureState, gesture: Gesture): Command[] {
  return (meanings[gesture.type] as Meaning<Gesture['type']>)(state, gesture);
}

/** Where a wire may end, by the kind where it starts. */
const ends: Readonly<Record<string, readonly string[]>> = {
  Client: ['Service', 'Pod', 'OutsideServer', 'Ingress', 'Gateway'],
  Pod: ['Service', 'Pod', 'OutsideServer'],
  Service: ['Pod', ...workloadKinds],
  Ingress: ['Service'],
  Gateway: ['HTTPRoute'],
  HTTPRoute: ['Service'],
  ...Object.fromEntries(workloadKinds.map((kind) => [kind, ['Service', 'Pod', 'OutsideServer']])),
};

export function canConnect(from: ObjectKey, to: ObjectKey): boolean {
  return from !== to && (ends[parseKey(from).kind]?.includes(parseKey(to).kind) ?? false);
}

export function canStartWire(key: ObjectKey): boolean {
  return parseKey(key).kind in ends;
}

function moveTo(state: GestureState, pod: ObjectKey, node: ObjectKey): Command[] {
  if (!isPodPlace(pod) || !isNodePlace(node)) return [];
  const { name } = parseKey(node);
  const object = state.objects.get(pod) as Pod | undefined;
  return object === undefined || object.spec.nodeName === name
    ? []
    : [{ type: 'movePod', key: pod, node: name }];
}

function placeAll(moved: readonly Moved[]): Command[] {
  return moved.length === 0
    ? []
    : [
        {
          type: 'place',
          positions: Object.fromEntries(
            moved.map(({ key, position: { x, y } }) => [key, { x: Math.round(x), y: Math.round(y) }]),
          ),
        },
      ];
}
