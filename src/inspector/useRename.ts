/** Renaming an object by its name's field; a refused name stays there with what the API server said. */
import { useState } from 'react';
import { controllerOf, type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import { usePlayground } from '../playground/react.ts';

interface Rename {
  shown: string;
  errors: string[];
  commit(name: string): void;
}

/** null when the name belongs to a controller. */
export function useRename(object: KubernetesObject): Rename | null {
  const playground = usePlayground();
  const [refused, setRefused] = useState<{ name: string; message: string } | null>(null);
  if (controllerOf(object) !== undefined) return null;
  return {
    shown: refused?.name ?? object.metadata.name,
    errors: refused === null ? [] : [refused.message],
    commit(name) {
      if (name === object.metadata.name) {
        setRefused(null);
        return;
      }
      void playground
        .dispatch({ type: 'rename', key: objectKey(object), name }, 'inspector')
        .then((status) => setRefused(status.status === 'Success' ? null : { name, message: status.message }));
    },
  };
}
