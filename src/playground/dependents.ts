/** What goes along when an object is deleted. */
import { controllerOf, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { type Draft, rememberDoomed } from './draft.ts';
import { type Objects, ofKind } from './queries.ts';

/** Notes the user's objects that controllers will delete because this one goes. */
export function rememberDependents(draft: Draft, key: ObjectKey): void {
  const { objects } = draft.simulation;
  const object = objects.get(key);
  if (object?.kind === 'Namespace') {
    for (const [other, { metadata }] of objects)
      if (metadata.namespace === object.metadata.name) rememberDoomed(draft, other);
  } else if (object?.kind === 'Node')
    for (const pod of barePodsOn(objects, object.metadata.name)) rememberDoomed(draft, objectKey(pod));
}

export function barePodsOn(objects: Objects, node: string): Pod[] {
  return ofKind(objects, 'Pod').filter(
    (pod) => pod.spec.nodeName === node && controllerOf(pod) === undefined,
  );
}
