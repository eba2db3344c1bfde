/** Where cards are right now, also while one is being dragged: read from React Flow's store. */
import { type ReactFlowState, useStore } from '@xyflow/react';
import { useCallback } from 'react';
import type { PlaceKey } from '../simulation/events.ts';
import { anchorOf } from './anchors.ts';
import type { CardKind } from './flowTypes.ts';
import type { Anchor } from './wirePath.ts';

/** The box that wires to this place touch, in canvas units; null when it is not drawn. */
export function anchorRect(state: Pick<ReactFlowState, 'nodeLookup'>, place: PlaceKey): Anchor | null {
  const node = state.nodeLookup.get(place);
  if (node === undefined) return null;
  const { x, y } = node.internals.positionAbsolute;
  return anchorOf(node.type as CardKind, { x, y, width: node.width ?? 0, height: node.height ?? 0 });
}

export function useAnchorRect(place: PlaceKey): Anchor | null {
  return useStore(
    useCallback((state) => anchorRect(state, place), [place]),
    sameRect,
  );
}

export interface WireEndsNow {
  readonly from: Anchor | null;
  readonly to: Anchor | null;
  /** One of its ends is under the pointer. */
  readonly isMoving: boolean;
}

/** One look into the store for both ends: hundreds of wires ask at each move. */
export function useWireEnds(source: PlaceKey, target: PlaceKey): WireEndsNow {
  return useStore(
    useCallback(
      (state): WireEndsNow => ({
        from: anchorRect(state, source),
        to: anchorRect(state, target),
        isMoving: isDragged(state, source) || isDragged(state, target),
      }),
      [source, target],
    ),
    (a, b) => a.isMoving === b.isMoving && sameRect(a.from, b.from) && sameRect(a.to, b.to),
  );
}

/** By itself or with the card that it stands in. */
function isDragged({ nodeLookup }: Pick<ReactFlowState, 'nodeLookup'>, place: PlaceKey): boolean {
  const node = nodeLookup.get(place);
  if (node === undefined) return false;
  return (
    node.dragging === true ||
    (node.parentId !== undefined && nodeLookup.get(node.parentId)?.dragging === true)
  );
}

function sameRect(a: Anchor | null, b: Anchor | null): boolean {
  if (a === null || b === null) return a === b;
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
