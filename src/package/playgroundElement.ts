/** The types of `kubehop/element`, which registers `<kubehop-playground>` when it is imported. */
import type { EmbedEvents } from '../embed/embedEvents.ts';
import type { EmbedOptions } from '../sharing/embedOptions.ts';

export type { EmbedEvents, ErrorDetail, GoalDetail, HopDetail, SceneProblem } from '../embed/embedEvents.ts';
export type { EmbedOptions } from '../sharing/embedOptions.ts';

/** Attributes are those of `EmbedOptions`, events those of `EmbedEvents`. */
export interface KubehopPlaygroundElement extends HTMLElement {
  play(): void;
  pause(): void;
  /** On to the next hop of a packet. */
  step(): void;
  /** Another scene: an id, an address, a share code or YAML. */
  load(scene: NonNullable<EmbedOptions['scene']>): Promise<void>;
  /** A moment in simulated milliseconds, or the id of a step of the lesson. */
  goto(target: number | string): void;
  addEventListener<Name extends keyof EmbedEvents>(
    type: Name,
    listener: (event: CustomEvent<EmbedEvents[Name]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends Exclude<keyof HTMLElementEventMap, 'error'>>(
    type: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}
