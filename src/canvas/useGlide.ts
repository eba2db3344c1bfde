/** Cards slide to a new place instead of jumping there: after Tidy, undo, and when a drop was refused. */
import { useLayoutEffect, useRef, useState } from 'react';
import type { Position } from '../simulation/scene.ts';
import type { FlowNode } from './flowTypes.ts';

export type Positions = ReadonlyMap<string, Position>;

export const NOWHERE: Positions = new Map();
const DURATION_MS = 220;

interface Glide {
  from: Positions;
  begin: number;
}

/** `scene`: with another one, nothing has been anywhere before. `isStill`: cards go to their place at once. */
export function useGlide(nodes: FlowNode[], scene: unknown, isStill: boolean): FlowNode[] {
  const [between, setBetween] = useState(NOWHERE);
  const known = useRef<{ scene: unknown; positions: Positions }>({ scene: null, positions: NOWHERE });
  const glide = useRef<Glide | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `between` is where a glide is now, not why it starts
  useLayoutEffect(() => {
    const { scene: sceneBefore, positions: before } = known.current;
    known.current = { scene, positions: new Map(nodes.map((node) => [node.id, node.position])) };
    const isMoved = nodes.some(({ id, position }) => isElsewhere(before.get(id), position));
    if (isStill || sceneBefore !== scene) glide.current = null;
    else if (isMoved) glide.current = { from: new Map([...before, ...between]), begin: performance.now() };
    if (glide.current === null) {
      setBetween(NOWHERE);
      return;
    }
    let frame = 0;
    const step = () => {
      const { from, begin } = glide.current!;
      const progress = Math.min(1, (performance.now() - begin) / DURATION_MS);
      if (progress < 1) frame = requestAnimationFrame(step);
      else glide.current = null;
      setBetween(progress < 1 ? positionsBetween(from, nodes, progress) : NOWHERE);
    };
    step();
    return () => cancelAnimationFrame(frame);
  }, [nodes, scene, isStill]);

  return withPositions(nodes, between);
}

function positionsBetween(from: Positions, nodes: readonly FlowNode[], progress: number): Positions {
  const eased = 1 - (1 - progress) ** 3;
  const positions = new Map<string, Position>();
  for (const { id, position } of nodes) {
    const old = from.get(id);
    if (!isElsewhere(old, position)) continue;
    positions.set(id, {
      x: old!.x + (position.x - old!.x) * eased,
      y: old!.y + (position.y - old!.y) * eased,
    });
  }
  return positions;
}

function isElsewhere(old: Position | undefined, position: Position): boolean {
  return old !== undefined && (old.x !== position.x || old.y !== position.y);
}

/** The same cards, some of them elsewhere; the same list when none is. `dragging`: they are there under the pointer. */
export function withPositions(nodes: FlowNode[], positions: Positions, dragging = false): FlowNode[] {
  if (positions.size === 0) return nodes;
  return nodes.map((node) => {
    const position = positions.get(node.id);
    return position === undefined ? node : { ...node, position, dragging };
  });
}
