/** How objects are called in sentences. */
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';

/** `Service shop`, `Pod shop-1 in prod`. */
export function nameInWords(key: ObjectKey): string {
  const { kind, namespace, name } = parseKey(key);
  return namespace === '' || namespace === 'default' ? `${kind} ${name}` : `${kind} ${name} in ${namespace}`;
}
