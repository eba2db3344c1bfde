/**
 * The stage is the surface that cards and wires are drawn on, as the rest of the canvas knows it: React Flow's where a
 * scene is edited (flow/FlowStage.tsx), a plain one where it is only looked at (plainStage.tsx).
 */
import {
  type ComponentType,
  createContext,
  type Dispatch,
  type HTMLAttributes,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type SetStateAction,
  useCallback,
  useContext,
  useRef,
  useSyncExternalStore,
} from 'react';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { CardHandlesProps } from './cards/CardHandles.tsx';
import type { CardKind, FlowNode, PlaceKey } from './flowTypes.ts';
import type { Flow } from './toFlow.ts';
import type { Positions } from './useGlide.ts';
import type { Camera } from './viewport.ts';
import type { Rect } from './wirePath.ts';

export interface Stage {
  camera(): Camera;
  /** Of the part of the page that it fills; 0 × 0 until that is known. */
  size(): { readonly width: number; readonly height: number };
  /** What fills that part; null until it is in the page. */
  element(): Element | null;
  /** Where a card is right now, also on its way under the pointer; null when it is not drawn. */
  cardOf(place: PlaceKey): PlacedCard | null;
  /** Another value whenever a card has moved. */
  arrangement(): unknown;
  moveTo(camera: Camera, durationMs: number): void;
  /** Calls back after something moved. */
  onMove(listener: (what: Moved) => void): () => void;
  /** Where wires are drawn from and dropped; null where nothing can be connected. */
  readonly Handles: ComponentType<CardHandlesProps> | null;
}

/** A stage with what draws a scene on it, and with the ways to change the scene: null where there are none. */
export interface SceneStage<E extends Editing | null> extends Stage {
  readonly Surface: ComponentType<SurfaceProps<E>>;
  useEditing(scene: EditedScene): E;
}

export interface EditedScene {
  flow: Flow;
  selection: readonly ObjectKey[];
  /** Focuses the first of these cards that there is. */
  focusCard(...ids: readonly string[]): void;
  /** The person wants to add something. */
  onAdd: (() => void) | undefined;
}

/** What the canvas must know of how it is edited; it comes with the stage, so that one who only looks need not load it. */
export interface Editing {
  /** What is expected next, as one sentence; '' when nothing is. */
  readonly hint: string;
  /** A card was chosen and waits for a second one. */
  readonly isPicking: boolean;
  /** Whether the key was used. */
  press(event: KeyboardEvent, card: FlowNode | undefined): boolean;
  /** For the element around the whole canvas. */
  readonly handlers: HTMLAttributes<HTMLElement>;
  /** Drawn over the cards, in canvas units. */
  readonly overlay: ReactNode;
}

export type Moved = 'cards' | 'camera' | 'size';

/** In canvas units from the canvas's own origin, also when it stands inside another card. */
export interface PlacedCard extends Readonly<Rect> {
  readonly kind: CardKind;
  /** By itself or with the card that it stands in. */
  readonly isDragged: boolean;
}

export interface SurfaceProps<E extends Editing | null = null> {
  /** As they are meant. */
  flow: Flow;
  /** As they are drawn: some are on their way. */
  nodes: FlowNode[];
  /** Cards that are not in sight need not be in the page. */
  hidesUnseen: boolean;
  label: string;
  describedBy: string;
  editing: E;
  /** `null`: nothing was hit. `adds`: to what is selected already. */
  onSelect(object: ObjectKey | null, adds: boolean): void;
  onCardClick(event: MouseEvent, card: FlowNode): void;
  /** Where dragged cards are now. */
  onDrag: Dispatch<SetStateAction<Positions>>;
  /** The person moves the camera. */
  onMoveCamera(): void;
  /** What is drawn over cards and wires, in canvas units. */
  children: ReactNode;
}

export const StageContext = createContext<Stage | null>(null);

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (stage === null) throw new Error('There is no stage around this part of the canvas.');
  return stage;
}

/** A fact about the stage; drawn anew when it has changed. `of`: only these moves can change it. */
export function useOnStage<T>(
  stage: Stage,
  of: Moved,
  read: (stage: Stage) => T,
  isSame: (a: T, b: T) => boolean = Object.is,
): T {
  const known = useRef<{ value: T } | null>(null);
  const listen = useCallback(
    (changed: () => void) => stage.onMove((what) => what === of && changed()),
    [stage, of],
  );
  return useSyncExternalStore(listen, () => {
    const value = read(stage);
    if (known.current === null || !isSame(known.current.value, value)) known.current = { value };
    return known.current.value;
  });
}
