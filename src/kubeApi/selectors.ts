/** Label and field selectors of a request: `app=shop,tier!=db`, `env in (a, b)`, `!legacy`; `metadata.name=x,status.phase!=Running`. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { failure, type Status } from '../kubernetes/status.ts';

export type Matcher = (object: KubernetesObject) => boolean;
export type Selector = { readonly matches: Matcher; readonly status?: never } | { readonly status: Status };

const REQUIREMENT =
  /^\s*(?:(!)\s*([\w./-]+)|([\w./-]+)\s*(?:(==|=|!=)\s*([\w.-]*)|\s(in|notin)\s*\(([^)]*)\))?)\s*$/;

/** Everything matches an empty text. */
export function readLabelSelector(text: string): Selector {
  const matchers: Matcher[] = [];
  for (const part of splitOutsideBrackets(text)) {
    const match = REQUIREMENT.exec(part);
    if (match === null)
      return {
        status: failure(
          400,
          'BadRequest',
          /\s(?:not)?in\s*$/.test(part)
            ? `unable to parse requirement: found '', expected: '('`
            : `unable to parse requirement: found '${part.trim()}', expected: identifier`,
        ),
      };
    const [, not, absent, key = '', operator, value = '', set, list = ''] = match;
    const values = list.split(',').map((each) => each.trim());
    const read = (object: KubernetesObject, label: string) => object.metadata.labels?.[label];
    if (not !== undefined) matchers.push((object) => read(object, absent!) === undefined);
    else if (set === 'in') matchers.push((object) => values.includes(read(object, key) ?? '\0'));
    else if (set === 'notin') matchers.push((object) => !values.includes(read(object, key) ?? '\0'));
    else if (operator === '!=') matchers.push((object) => read(object, key) !== value);
    else if (operator !== undefined) matchers.push((object) => read(object, key) === value);
    else matchers.push((object) => read(object, key) !== undefined);
  }
  return { matches: (object) => matchers.every((matches) => matches(object)) };
}

function splitOutsideBrackets(text: string): string[] {
  return text.trim() === '' ? [] : (text.match(/(?:\([^)]*\)|[^,])+/g) ?? []);
}

/** Fields by which every kind can be selected, and those that some kinds add (pkg/apis/…/conversion.go). */
const ANY = ['metadata.name', 'metadata.namespace'];
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  Node: ['spec.unschedulable'],
  Namespace: ['status.phase'],
  Secret: ['type'],
  Service: ['spec.clusterIP', 'spec.type'],
  ReplicaSet: ['status.replicas'],
  ReplicationController: ['status.replicas'],
  Job: ['status.successful'],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
};

export function readFieldSelector(text: string, kind: string): Selector {
  const matchers: Matcher[] = [];
  for (const part of text.split(',').filter((each) => each.trim() !== '')) {
    const match = /^\s*([^=!]+?)\s*(==|=|!=)\s*(.*?)\s*$/.exec(part);
    if (match === null)
      return {
        status: failure(400, 'BadRequest', `invalid selector: '${part}'; can't understand '${part}'`),
      };
    const [, field = '', operator, value = ''] = match;
    if (![...ANY, ...(fieldsOf[kind] ?? [])].includes(field))
      return {
        status: failure(
          400,
          'BadRequest',
          kind in fieldsOf
            ? `field label not supported: ${field}`
            : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
        ),
      };
    const isWanted = operator !== '!=';
    matchers.push((object) => (String(valueAt(object, field) ?? '') === value) === isWanted);
  }
  return { matches: (object) => matchers.every((matches) => matches(object)) };
}

function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const field of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[field];
  return value;
}
