/** What a row of a form is, and the controls that many rows share. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/inspector.ts';
import type { Command } from '../playground/commands.ts';
import type { Objects } from '../playground/queries.ts';
import type { Option } from '../ui/controls.tsx';
import { type Codec, labelPairs, plainText } from './codecs.ts';
import type { Path } from './path.ts';
import type { RoutingRowsKind } from './RoutingRows.tsx';

export type Control<T> =
  | { type: 'text'; codec: Codec; isMono?: boolean; placeholder?: string }
  | { type: 'number'; codec: Codec; lowest?: number; highest?: number; step?: number; absent?: string }
  | { type: 'select'; options(objects: Objects, object: T): readonly Option[]; absent?: string }
  | { type: 'switch'; on: string; off: string; isOn(value: unknown): boolean; value(isOn: boolean): unknown }
  | { type: 'servicePorts' }
  | { type: 'policyRules'; side: 'from' | 'to' }
  | { type: 'routingRows'; rows: RoutingRowsKind }
  /** Shown, not changed: the API server or a controller owns it. */
  | { type: 'fixed'; codec: Codec };

export interface FieldDefinition<T extends KubernetesObject = KubernetesObject> {
  label: string;
  path: Path;
  control: Control<T>;
  help: string;
  /** Other paths whose errors and problems show here. */
  alsoAbout?: readonly string[];
  isShown?(object: T): boolean;
  /** Also shown below a packet that is followed. */
  isQuick?: boolean;
  /** The control gets the whole width, below its label. */
  isWide?: boolean;
  /** How the value gets into the object, when that is more than one field. */
  change?(object: T, value: unknown): KubernetesObject;
  /** How the value gets into the cluster, when that is no update. */
  command?(key: ObjectKey, value: string): Command;
}

export type Fields<T extends KubernetesObject> = readonly FieldDefinition<T>[];

export const address: Control<never> = {
  type: 'text',
  codec: plainText,
  isMono: true,
  get placeholder() {
    return t('allocated');
  },
};
export const labels: Control<never> = {
  type: 'text',
  codec: labelPairs,
  isMono: true,
  placeholder: 'app=shop',
};
export const fixed: Control<never> = { type: 'fixed', codec: plainText };

export function choices(...values: string[]): Control<never> {
  return { type: 'select', options: () => values.map((value) => ({ value, label: value })) };
}

/** With the keys of its two words. */
export function toggle(on: Parameters<typeof t>[0], off: Parameters<typeof t>[0]): Control<never> {
  return {
    type: 'switch',
    get on() {
      return t(on);
    },
    get off() {
      return t(off);
    },
    isOn: (value) => value === true,
    value: (isOn) => isOn || undefined,
  };
}

export const metadataLabels: FieldDefinition<KubernetesObject> = {
  label: 'labels',
  path: ['metadata', 'labels'],
  control: labels,
  get help() {
    return t('whatSelectorsLookForKeyValue');
  },
};
