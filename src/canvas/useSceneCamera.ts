/** The camera: fits a scene when it opens, and from the first pan or zoom on belongs to the person. */
import { useCallback, useLayoutEffect, useRef } from 'react';
import { boundsOf, fitCamera } from './camera.ts';
import type { FlowNode } from './flowTypes.ts';
import { type CanvasSheet, seenHeight } from './seenHeight.ts';
import { type Stage, useOnStage } from './stage.ts';
import type { Flow } from './toFlow.ts';
import { stopsOf } from './useCanvasKeys.ts';
import { aimedAt, zoomedBySteps } from './viewport.ts';
import { centreOf } from './wirePath.ts';

export interface SceneCamera {
  /** The whole scene, also if that makes it small. */
  showAll(): void;
  zoom(direction: 'in' | 'out'): void;
  /** Brings a card into view if it is not. */
  reveal(node: FlowNode): void;
  /** The person moved it: it no longer follows the size of the canvas. */
  release(): void;
}

const ZOOM_MS = 180;
const FIT_MS = 220;

const sizeOf = (stage: Stage) => `${stage.size().width}×${stage.size().height}`;

export function useSceneCamera(
  stage: Stage,
  flow: Flow,
  scene: unknown,
  isStill: boolean,
  sheet: CanvasSheet | null,
): SceneCamera {
  const size = useOnStage(stage, 'size', sizeOf);
  /** A lesson is read and watched at once. */
  const isReading = sheet === 'text';
  const isReadingNow = useRef(isReading);
  isReadingNow.current = isReading;
  const isOurs = useRef(true);
  const flowNow = useRef(flow);
  flowNow.current = flow;

  const showScene = useCallback(
    (isFirst: boolean, duration: number) => {
      const { width, height } = stage.size();
      const bounds = boundsOf(flowNow.current);
      if (bounds === null || width === 0 || height === 0) return;
      const seen = seenHeight(height, stage.element());
      // Beside a text one wants to see what it speaks of: all of it, however small.
      const mayShowPart = isFirst && seen === height && !isReadingNow.current;
      stage.moveTo(fitCamera(bounds, width, seen, mayShowPart), duration);
    },
    [stage],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every new scene
  useLayoutEffect(() => {
    isOurs.current = true;
    showScene(true, 0);
  }, [scene, showScene]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every new size, and when a sheet covers some of it
  useLayoutEffect(() => {
    if (isOurs.current) showScene(true, 0);
  }, [size, isReading, showScene]);

  return {
    showAll: () => showScene(false, isStill ? 0 : FIT_MS),
    zoom(direction) {
      isOurs.current = false;
      const { width, height } = stage.size();
      const centre = { x: width / 2, y: height / 2 };
      const next = zoomedBySteps(stage.camera(), centre, direction === 'in' ? 1 : -1);
      stage.moveTo(next, isStill ? 0 : ZOOM_MS);
    },
    reveal(node) {
      const rect = stopsOf(flowNow.current.nodes).find(({ id }) => id === node.id)?.rect;
      if (rect === undefined) return;
      const { width, height } = stage.size();
      const { x, y, zoom } = stage.camera();
      const [left, top] = [rect.x * zoom + x, rect.y * zoom + y];
      const [right, bottom] = [left + rect.width * zoom, top + rect.height * zoom];
      const seen = seenHeight(height, stage.element());
      if (left >= 0 && top >= 0 && right <= width && bottom <= seen) return;
      isOurs.current = false;
      stage.moveTo(aimedAt(centreOf(rect), { x: width / 2, y: seen / 2 }, zoom), 0);
    },
    release() {
      isOurs.current = false;
    },
  };
}
