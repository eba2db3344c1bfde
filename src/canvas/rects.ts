/** Where wires find the cards right now, also while one is being dragged. */
import { useCallback } from 'react';
import type { PlaceKey } from '../simulation/events.ts';
import { anchorOf } from './anchors.ts';
import { type PlacedCard, type Stage, useOnStage, useStage } from './stage.ts';
import type { Anchor } from './wirePath.ts';

/** The box that wires to this place touch, in canvas units; null when it is not drawn. */
export function anchorRect(stage: Pick<Stage, 'cardOf'>, place: PlaceKey): Anchor | null {
  return anchorOn(stage.cardOf(place));
}

export function useAnchorRect(place: PlaceKey): Anchor | null {
  const read = useCallback((stage: Stage) => anchorRect(stage, place), [place]);
  return useOnStage(useStage(), 'cards', read, sameRect);
}

export interface WireEndsNow {
  readonly from: Anchor | null;
  readonly to: Anchor | null;
  /** One of its ends is under the pointer. */
  readonly isMoving: boolean;
}

/** One look at the stage for both ends: hundreds of wires ask at each move. */
export function useWireEnds(source: PlaceKey, target: PlaceKey): WireEndsNow {
  const read = useCallback(
    (stage: Stage): WireEndsNow => {
      const [from, to] = [stage.cardOf(source), stage.cardOf(target)];
      const isMoving = from?.isDragged === true || to?.isDragged === true;
      return { from: anchorOn(from), to: anchorOn(to), isMoving };
    },
    [source, target],
  );
  return useOnStage(useStage(), 'cards', read, sameEnds);
}

function anchorOn(card: PlacedCard | null): Anchor | null {
  return card === null ? null : anchorOf(card.kind, card);
}

function sameEnds(a: WireEndsNow, b: WireEndsNow): boolean {
  return a.isMoving === b.isMoving && sameRect(a.from, b.from) && sameRect(a.to, b.to);
}

function sameRect(a: Anchor | null, b: Anchor | null): boolean {
  if (a === null || b === null) return a === b;
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
