/** The types of `kubehop/element`, which registers `<kubehop-playground>` when it is imported. */
import type { EmbedOptions } from '../sharing/embedOptions.ts';

export type { EmbedOptions } from '../sharing/embedOptions.ts';

/** Attributes are those of `EmbedOptions`; events are `ready`, `hop`, `goal` and `error`. */
export interface KubehopPlaygroundElement extends HTMLElement {
  play(): void;
  pause(): void;
  /** On to the next hop of a packet. */
  step(): void;
  /** Another scene: an id, an address, a share code or YAML. */
  load(scene: NonNullable<EmbedOptions['scene']>): Promise<unknown>;
  /** A moment in simulated milliseconds, or the id of a step of the lesson. */
  goto(target: number | string): Promise<unknown>;
}
