/** The camera: fits a scene when it opens, and from the first pan or zoom on belongs to the person. */
import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { boundsOf, fitCamera } from './camera.ts';
import type { FlowEdge, FlowNode } from './flowTypes.ts';
import { type CanvasSheet, seenHeight } from './seenHeight.ts';
import type { Flow } from './toFlow.ts';
import { stopsOf } from './useCanvasKeys.ts';

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

export function useSceneCamera(
  flow: Flow,
  scene: unknown,
  isStill: boolean,
  sheet: CanvasSheet | null,
): SceneCamera {
  const flowApi = useReactFlow<FlowNode, FlowEdge>();
  const flowStore = useStoreApi<FlowNode, FlowEdge>();
  const size = useStore((state) => `${state.width}×${state.height}`);
  /** A lesson is read and watched at once. */
  const isReading = sheet === 'text';
  const isOurs = useRef(true);
  const flowNow = useRef(flow);
  flowNow.current = flow;

  const showScene = useCallback(
    (isFirst: boolean, duration: number) => {
      const { width, height, domNode } = flowStore.getState();
      const bounds = boundsOf(flowNow.current);
      if (bounds === null || width === 0 || height === 0) return;
      const seen = seenHeight(height, domNode);
      // Beside a text one wants to see what it speaks of: all of it, however small.
      void flowApi.setViewport(fitCamera(bounds, width, seen, isFirst && seen === height), { duration });
    },
    [flowApi, flowStore],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every new scene
  useEffect(() => {
    isOurs.current = true;
    showScene(true, 0);
  }, [scene, showScene]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every new size, and when a sheet covers some of it
  useEffect(() => {
    if (isOurs.current) showScene(true, 0);
  }, [size, isReading, showScene]);

  return {
    showAll: () => showScene(false, isStill ? 0 : FIT_MS),
    zoom(direction) {
      isOurs.current = false;
      const options = { duration: isStill ? 0 : ZOOM_MS };
      void (direction === 'in' ? flowApi.zoomIn(options) : flowApi.zoomOut(options));
    },
    reveal(node) {
      const rect = stopsOf(flowNow.current.nodes).find(({ id }) => id === node.id)?.rect;
      if (rect === undefined) return;
      const { width, height, transform, domNode } = flowStore.getState();
      const [cameraX, cameraY, zoom] = transform;
      const [left, top] = [rect.x * zoom + cameraX, rect.y * zoom + cameraY];
      const [right, bottom] = [left + rect.width * zoom, top + rect.height * zoom];
      const seen = seenHeight(height, domNode);
      if (left >= 0 && top >= 0 && right <= width && bottom <= seen) return;
      isOurs.current = false;
      const covered = (height - seen) / 2 / zoom;
      void flowApi.setCenter(rect.x + rect.width / 2, rect.y + rect.height / 2 + covered, { zoom });
    },
    release() {
      isOurs.current = false;
    },
  };
}
