/** Lets the camera ease along with the followed packet, until the person moves it: from then on it stays where it was put. */
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { cameraOn } from './camera.ts';
import type { FlowEdge, FlowNode } from './flowTypes.ts';
import type { Leg } from './packets/legs.ts';
import { anchorRect } from './rects.ts';
import { type CanvasSheet, seenHeight } from './seenHeight.ts';

const EASE_MS = 420;

export interface FollowCamera {
  /** The person moved the camera. */
  release(): void;
}

/** `onMove`: the camera no longer shows the whole scene. */
export function useFollowCamera(
  requestId: number | null,
  leg: Leg | null,
  isStill: boolean,
  sheet: CanvasSheet | null,
  onMove: () => void,
): FollowCamera {
  const flowApi = useReactFlow<FlowNode, FlowEdge>();
  const flowStore = useStoreApi<FlowNode, FlowEdge>();
  const isTheirs = useRef(false);
  const isUnderSheet = sheet !== null;
  const from = leg?.from ?? null;
  const to = leg?.to ?? null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever follows another packet wants to see that one
  useEffect(() => {
    isTheirs.current = false;
  }, [requestId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: moves once per hop, and not back when something else changes
  useEffect(() => {
    if (from === null || to === null || isTheirs.current) return;
    const state = flowStore.getState();
    const [a, b] = [anchorRect(state, from), anchorRect(state, to)];
    if (a === null || b === null) return;
    const [x, y, zoom] = state.transform;
    const next = cameraOn(a, b, { x, y, zoom }, state.width, seenHeight(state.height, state.domNode));
    if (next === null) return;
    onMove();
    void flowApi.setViewport(next, { duration: isStill ? 0 : EASE_MS });
  }, [requestId, from, to, isUnderSheet]);

  return {
    release: useCallback(() => {
      isTheirs.current = true;
    }, []),
  };
}
