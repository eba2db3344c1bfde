/** Lists as tables, which kubectl asks for to print: models apiserver's `meta.k8s.io/v1 Table`. */

import { tableOf } from '../kubectl/table.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';

/** `includeObject` of the request: `Metadata` (default), `Object` or `None`. */
export function tableResponse(
  objects: readonly KubernetesObject[],
  sample: KubernetesObject,
  now: number,
  includeObject: string,
  metadata: Record<string, unknown>,
): unknown {
  const wide = tableOf([sample], { now, wide: true });
  const narrow = new Set(tableOf([sample], { now, wide: false }).columns);
  const rows = objects.length === 0 ? [] : tableOf(objects as [KubernetesObject], { now, wide: true }).rows;
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: wide.columns.map((name) => ({
      name,
      type: 'string',
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: narrow.has(name) ? 0 : 1,
    })),
    rows: rows.map(({ cells, object, conditions }) => ({
      cells,
      ...(conditions.length === 0 ? {} : { conditions }),
      object: shownObject(object, includeObject),
    })),
  };
}

function shownObject(object: KubernetesObject, includeObject: string): unknown {
  if (includeObject === 'None') return null;
  if (includeObject === 'Object') return object;
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}
