/** Lists as tables, which kubectl asks for to print: models apiserver's `meta.k8s.io/v1 Table`. */

import { columnsOf, tableOf } from '../kubectl/table.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';

/** `includeObject` of the request: `Metadata` (default), `Object` or `None`. */
export function tableResponse(
  objects: readonly KubernetesObject[],
  sample: KubernetesObject,
  now: number,
  includeObject: string,
  metadata: Record<string, unknown>,
): unknown {
  const rows = objects.length === 0 ? [] : tableOf(objects as [KubernetesObject], { now, wide: true }).rows;
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columnsOf(sample).map(({ name, isWide }) => ({
      name,
      type: 'string',
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: isWide ? 1 : 0,
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
