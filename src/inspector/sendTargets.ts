/** From whom and to whom one request can be sent by hand, starting at an object. */
import { type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import { topWorkloads } from '../kubernetes/workload.ts';
import { workloadKinds } from '../kubernetes/workloadKinds.ts';
import type { Command } from '../playground/commands.ts';
import { type Objects, ofKind } from '../playground/queries.ts';

export interface Choice {
  value: string;
  label: string;
}

/** What is chosen in the form, and what a choice sends. */
export interface SendChoices {
  label: 'to' | 'from';
  choices: Choice[];
  command(value: string): Command;
}

const SENDERS: readonly string[] = ['Client', 'Pod', 'Node', ...workloadKinds];

function names(objects: readonly KubernetesObject[]): Choice[] {
  return objects
    .filter((object) => object.metadata.namespace !== 'kube-system')
    .map((object) => ({ value: objectKey(object), label: `${object.kind} ${object.metadata.name}` }));
}

/** null when the object neither sends nor is called. */
export function sendChoices(object: KubernetesObject, objects: Objects): SendChoices | null {
  if (SENDERS.includes(object.kind)) {
    const from = objectKey(object);
    return {
      label: 'to',
      choices: [...names(ofKind(objects, 'Service')), ...names(ofKind(objects, 'OutsideServer'))],
      command: (value) => sendCommand(from, objects.get(value)),
    };
  }
  if (object.kind === 'Service' || object.kind === 'OutsideServer') {
    return {
      label: 'from',
      choices: [
        ...names(ofKind(objects, 'Client')),
        ...names(topWorkloads(objects)),
        ...names(ofKind(objects, 'Pod')),
        ...names(ofKind(objects, 'Node')),
      ],
      command: (value) => sendCommand(value, object),
    };
  }
  return null;
}

function sendCommand(from: ObjectKey, to: KubernetesObject | undefined): Command {
  if (to?.kind === 'OutsideServer') {
    const { hostname } = (to as KubernetesObject & { spec: { hostname: string } }).spec;
    return { type: 'send', request: { from, url: `http://${hostname}/` }, follow: true };
  }
  const { namespace = 'default', name = '' } = to?.metadata ?? {};
  return { type: 'send', request: { from, service: { namespace, name } }, follow: true };
}
