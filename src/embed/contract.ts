/** What the small element and the large living part of an embed say to each other. Only types: it is in neither of them. */
import type { Command } from '../playground/commands.ts';
import type { EmbedEvents, SceneProblem } from './embedEvents.ts';
import type { EmbedOptions } from './options.ts';
import type { ShownTheme } from './pageTheme.ts';

export type { EmbedEvents, ErrorDetail, GoalDetail, HopDetail, SceneProblem } from './embedEvents.ts';

/** As the page's author wrote it. */
export interface GivenScene {
  /** Id of a ready-made scene, an address, a share code, or YAML. */
  readonly scene: string | null;
  /** YAML that stands inside the element. */
  readonly yaml?: string;
}

export type Tell = <Name extends keyof EmbedEvents>(name: Name, detail: EmbedEvents[Name]) => void;

export interface Stage {
  readonly root: ShadowRoot;
  /** Drawn into; as large as the embed. */
  readonly place: HTMLElement;
  /** Where the playground itself is found, and scenes without a full address are looked for. */
  readonly home: string;
  readonly page: string;
  readonly tell: Tell;
}

export type LiveOptions = Omit<EmbedOptions, 'theme' | 'height'> & { readonly theme: ShownTheme };

/** The living part. */
export interface LiveEmbed {
  /** Empty when the scene is shown; else what is wrong with it, and nothing has changed. */
  load(given: GivenScene): Promise<readonly SceneProblem[]>;
  update(options: LiveOptions): void;
  dispatch(command: Command): void;
  /** A moment in simulated milliseconds, or the id of a step of the lesson; what is wrong with it, if so. */
  goto(target: number | string): Promise<readonly SceneProblem[]>;
  play(): void;
  pause(): void;
  /** Out of sight the clock stands, and goes on where it stood. */
  setOnScreen(isOnScreen: boolean): void;
  destroy(): void;
}

export type OpenLive = (
  stage: Stage,
  options: LiveOptions,
  given: GivenScene,
) => Promise<LiveEmbed | readonly SceneProblem[]>;
