/** What a row of a table of actions is: what a button, a key or a line of the command palette does, and how it is called. */
import type { LucideIcon } from 'lucide-react';
import type { Playground } from '../playground/playground.ts';
import type { PlaygroundState } from '../playground/state.ts';

export type ActionGroup = 'Clock' | 'Edit' | 'View' | 'Open';

export interface ActionRow {
  group: ActionGroup;
  icon: LucideIcon;
  /** The first one is shown. */
  shortcuts?: readonly string[];
  /** Says what it would do now: `Undo: delete Pod shop-7x2`. */
  labelNow?(state: PlaygroundState): string;
  iconNow?(state: PlaygroundState): LucideIcon;
  isEnabled?(state: PlaygroundState): boolean;
  run(playground: Playground): void;
}

export interface Action extends ActionRow {
  id: string;
  readonly label: string;
}

/** What it would do now, where that is to be said. */
export function labelNow(action: Action, state: PlaygroundState): string {
  return action.labelNow?.(state) ?? action.label;
}

/** The rows with their ids, and labels in the language of the page. */
export function named<Rows extends Record<string, ActionRow>>(
  rows: Rows,
  labelOf: (id: keyof Rows & string) => string,
) {
  const actions = Object.entries(rows).map(([id, row]) => [
    id,
    {
      ...row,
      id,
      get label() {
        return labelOf(id);
      },
    },
  ]);
  return Object.fromEntries(actions) as { [Id in keyof Rows]: Rows[Id] & { id: Id; readonly label: string } };
}
