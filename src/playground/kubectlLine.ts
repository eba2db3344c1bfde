/** The kubectl line that does the same as what was done by hand. */
import { parseKey } from '../kubernetes/objectMeta.ts';
import type { Written } from './draft.ts';

export function kubectlLine({ request }: Written): string {
  if (request.verb === 'delete') {
    const { kind, name } = parseKey(request.key);
    return `kubectl delete ${kind.toLowerCase()} ${name}`;
  }
  return `echo '${JSON.stringify(request.object)}' | kubectl apply -f -`;
}
