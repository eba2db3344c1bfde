/** Lets the camera ease along with the followed packet, until the person moves it: from then on it stays where it was put. */
import { useCallback, useEffect, useRef } from 'react';
import { cameraOn } from './camera.ts';
import type { Leg } from './packets/legs.ts';
import { anchorRect } from './rects.ts';
import { type CanvasSheet, seenHeight } from './seenHeight.ts';
import type { Stage } from './stage.ts';

const EASE_MS = 420;

export interface FollowCamera {
  /** The person moved the camera. */
  release(): void;
}

/** `onMove`: the camera no longer shows the whole scene. */
export function useFollowCamera(
  stage: Stage,
  requestId: number | null,
  leg: Leg | null,
  isStill: boolean,
  sheet: CanvasSheet | null,
  onMove: () => void,
): FollowCamera {
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
    const [a, b] = [anchorRect(stage, from), anchorRect(stage, to)];
    if (a === null || b === null) return;
    const { width, height } = stage.size();
    const next = cameraOn(a, b, stage.camera(), width, seenHeight(height, stage.element()));
    if (next === null) return;
    onMove();
    stage.moveTo(next, isStill ? 0 : EASE_MS);
  }, [requestId, from, to, isUnderSheet]);

  return {
    release: useCallback(() => {
      isTheirs.current = true;
    }, []),
  };
}
