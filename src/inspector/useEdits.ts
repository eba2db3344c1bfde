/** Edits of one object: each is given to the API server at once; what it refuses stays in the form until it fits or is dropped. */
import { useState } from 'react';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Status } from '../kubernetes/status.ts';
import type { Command } from '../playground/commands.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import type { FieldDefinition } from './fieldDefinition.ts';
import { isAbout, pathText, writePath } from './path.ts';

type Change = (object: KubernetesObject) => KubernetesObject;

export interface Edits {
  /** The object with the edits that were refused, so that they can be seen and corrected. */
  shown: KubernetesObject;
  refusal: Status | null;
  /** Text that is no value at all, by field: it never got to the API server. */
  unreadable: ReadonlyMap<string, { text: string; error: string }>;
  change(field: FieldDefinition, value: unknown): void;
  command(command: Command): void;
  keepUnreadable(field: FieldDefinition, text: string, error: string): void;
  discard(): void;
}

export function useEdits(key: ObjectKey): Edits | null {
  const playground = usePlayground();
  const object = usePlaygroundState((state) => state.objects.get(key));
  const [refused, setRefused] = useState<{ changes: Change[]; status: Status } | null>(null);
  const [unreadable, setUnreadable] = useState<Edits['unreadable']>(new Map());
  if (object === undefined) return null;

  const changes = refused?.changes ?? [];
  const apply = (base: KubernetesObject, all: readonly Change[]) =>
    all.reduce((changed, change) => change(changed), base);

  async function give(change: Change) {
    const current = playground.store.getState().objects.get(key);
    if (current === undefined) return;
    const all = [...changes, change];
    const status = await playground.dispatch({ type: 'update', object: apply(current, all) }, 'inspector');
    setRefused(status.status === 'Success' ? null : { changes: all, status });
  }

  function withoutUnreadable(field: FieldDefinition) {
    const name = pathText(field.path);
    if (unreadable.has(name)) setUnreadable(new Map([...unreadable].filter(([other]) => other !== name)));
  }

  return {
    shown: apply(object, changes),
    refusal: refused?.status ?? null,
    unreadable,
    change(field, value) {
      withoutUnreadable(field);
      void give((base) => field.change?.(base, value) ?? writePath(base, field.path, value));
    },
    command(command) {
      void playground.dispatch(command, 'inspector').then((status) => {
        setRefused(status.status === 'Success' ? null : { changes, status });
      });
    },
    keepUnreadable(field, text, error) {
      setUnreadable(new Map([...unreadable, [pathText(field.path), { text, error }]]));
    },
    discard() {
      setRefused(null);
      setUnreadable(new Map());
    },
  };
}

/** All paths that a row answers for. */
export function namesOf(field: FieldDefinition): string[] {
  return [pathText(field.path), ...(field.alsoAbout ?? [])];
}

/** What the API server said about the row's field. */
export function errorsOf(status: Status | null, field: FieldDefinition): string[] {
  return (status?.details?.causes ?? [])
    .filter((cause) => namesOf(field).some((name) => isAbout(cause.field, name)))
    .map((cause) =>
      namesOf(field).includes(cause.field) ? cause.message : `${cause.field}: ${cause.message}`,
    );
}

/** What it said about fields that the form does not show. */
export function otherErrors(status: Status | null, shown: readonly FieldDefinition[]): string[] {
  if (status === null) return [];
  const causes = status.details?.causes ?? [];
  if (causes.length === 0) return [status.message];
  return causes
    .filter((cause) => !shown.some((field) => namesOf(field).some((name) => isAbout(cause.field, name))))
    .map((cause) => `${cause.field}: ${cause.message}`);
}
