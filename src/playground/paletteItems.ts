/** What can be placed on the canvas: the palette lists these rows, the canvas drops them, the keyboard adds them. */
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Position } from '../simulation/scene.ts';
import type { Command } from './commands.ts';
import type { PlaygroundState } from './state.ts';

export type PaletteItemId =
  | 'Node'
  | 'Pod'
  | 'Deployment'
  | 'ClusterIP'
  | 'NodePort'
  | 'LoadBalancer'
  | 'ExternalName'
  | 'Headless'
  | 'Client'
  | 'OutsideServer';

export interface PaletteItem {
  id: PaletteItemId;
  label: string;
  /** One short line. */
  description: string;
  group: 'Cluster' | 'Services' | 'Internet';
  /** What placing it does; `over` is the card under the pointer (a Pod dropped on a Node is bound to it). */
  place(state: PlaygroundState, at?: Position, over?: ObjectKey): Command[];
}

/** The type of the drag data that carries a PaletteItemId. */
export const PALETTE_DRAG_TYPE = 'application/x-kubehop-palette-item';

export declare const paletteItems: readonly PaletteItem[];
