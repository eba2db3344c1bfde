/** The stage of a scene that is only looked at: a camera, the places of cards, and nothing that runs while nothing moves. */
import type { FlowNode, PlaceKey } from '../flowTypes.ts';
import type { Moved, PlacedCard, SceneStage } from '../stage.ts';
import { type Camera, cameraBetween, eased } from '../viewport.ts';
import { followHands } from './handMoves.ts';
import { PlainSurface } from './PlainSurface.tsx';

export interface PlainStage extends SceneStage<null> {
  /** Lays out the cards; who listens hears of it by `tellOfCards`, when they are in the page. */
  lay(cards: readonly FlowNode[]): ReadonlyMap<PlaceKey, PlacedCard>;
  tellOfCards(): void;
  /** Takes over what was drawn, until the returned function is called. */
  attach(elements: StageElements, onHand: () => void): () => void;
}

export interface StageElements {
  /** All of the stage. */
  pane: HTMLElement;
  /** What the camera moves. */
  viewport: HTMLElement;
}

export function createPlainStage(): SceneStage<null> {
  const listeners = new Set<(what: Moved) => void>();
  let elements: StageElements | null = null;
  let camera: Camera = { x: 0, y: 0, zoom: 1 };
  let size = { width: 0, height: 0 };
  let cards: readonly FlowNode[] = [];
  let placed: ReadonlyMap<PlaceKey, PlacedCard> = new Map();
  let frame = 0;

  function tell(what: Moved): void {
    for (const listener of listeners) listener(what);
  }

  function setCamera(next: Camera): void {
    camera = next;
    aim();
    tell('camera');
  }

  function aim(): void {
    const { x, y, zoom } = camera;
    if (elements !== null) elements.viewport.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
  }

  function stop(): void {
    cancelAnimationFrame(frame);
  }

  function measure({ pane }: StageElements): void {
    const { offsetWidth: width, offsetHeight: height } = pane;
    if (width === size.width && height === size.height) return;
    size = { width, height };
    tell('size');
  }

  const stage: PlainStage = {
    camera: () => camera,
    size: () => size,
    element: () => elements?.pane ?? null,
    cardOf: (place) => placed.get(place) ?? null,
    arrangement: () => placed,
    moveTo(next, durationMs) {
      stop();
      if (durationMs === 0) {
        setCamera(next);
        return;
      }
      const from = camera;
      const begin = performance.now();
      const step = () => {
        const progress = Math.min(1, (performance.now() - begin) / durationMs);
        if (progress < 1) frame = requestAnimationFrame(step);
        setCamera(progress < 1 ? cameraBetween(from, next, eased(progress)) : next);
      };
      frame = requestAnimationFrame(step);
    },
    onMove(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lay(next) {
      if (next !== cards) {
        cards = next;
        placed = placesOf(cards);
      }
      return placed;
    },
    tellOfCards: () => tell('cards'),
    attach(attached, onHand) {
      elements = attached;
      aim();
      measure(attached);
      const resizes = new ResizeObserver(() => measure(attached));
      resizes.observe(attached.pane);
      const letGo = followHands(attached.pane, {
        camera: () => camera,
        onStart() {
          stop();
          onHand();
        },
        onMove: setCamera,
      });
      return () => {
        stop();
        letGo();
        resizes.disconnect();
        elements = null;
      };
    },
    Handles: null,
    Surface: (props) => <PlainSurface stage={stage} {...props} />,
    useEditing: () => null,
  };
  return stage;
}

function placesOf(cards: readonly FlowNode[]): ReadonlyMap<PlaceKey, PlacedCard> {
  const positions = new Map(cards.map(({ id, position }) => [id, position]));
  return new Map(
    cards.map(({ id, type: kind, position: { x, y }, parentId, width, height }) => {
      const parent = (parentId !== undefined && positions.get(parentId)) || { x: 0, y: 0 };
      return [id, { kind, x: x + parent.x, y: y + parent.y, width, height, isDragged: false }];
    }),
  );
}
