/** Creates the packet layer once and keeps it informed; React never renders for a packet. */
import { type RefObject, useEffect, useRef } from 'react';
import type { Playground } from '../playground/playground.ts';
import type { PlaceKey } from '../simulation/events.ts';
import { serviceForms } from '../ui/serviceForms.ts';
import { createPacketLayer, type PacketLayer, type PacketLayerInput } from './packets/packetLayer.ts';
import type { Stage } from './stage.ts';

/** A strip flashes at most this often: at many requests per second it must not flicker. */
const FLASH_EVERY_MS = 320;

interface PacketLayerElements {
  canvas: RefObject<HTMLCanvasElement | null>;
  tag: RefObject<HTMLElement | null>;
}

export function usePacketLayer(
  playground: Playground,
  stage: Stage,
  { canvas, tag }: PacketLayerElements,
  input: PacketLayerInput,
): RefObject<PacketLayer | null> {
  const layer = useRef<PacketLayer | null>(null);

  useEffect(() => {
    if (canvas.current === null || tag.current === null) return;
    const root = canvas.current.parentElement;
    const flashedAt = new Map<PlaceKey, number>();
    const created = createPacketLayer(canvas.current, {
      playground,
      stage,
      tag: tag.current,
      onRewrite(node, color) {
        const now = performance.now();
        if (now - (flashedAt.get(node) ?? 0) < FLASH_EVERY_MS) return;
        flashedAt.set(node, now);
        const strip = root?.querySelector(`[data-strip="${CSS.escape(node)}"]`);
        const borderColor =
          color in serviceForms ? serviceForms[color as keyof typeof serviceForms].color : null;
        if (borderColor !== null)
          strip?.animate([{ borderColor }, {}], { duration: 600, easing: 'ease-out' });
      },
    });
    layer.current = created;
    return () => {
      created.destroy();
      layer.current = null;
    };
  }, [playground, stage, canvas, tag]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another playground means another layer, which must be told too
  useEffect(() => {
    layer.current?.update(input);
  }, [input, playground]);

  return layer;
}
