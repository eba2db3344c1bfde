/** The types of fields, taken apart for decoding and completion: what `structs.ts` says in short. */
import { structs } from './structs.ts';

export type StructName = keyof typeof structs;

/** Strings with a Go type of their own, which errors name. */
export const namedStrings: ReadonlySet<string> = new Set([
  'AddressType',
  'CompletionMode',
  'ConditionStatus',
  'DNSPolicy',
  'DaemonSetUpdateStrategyType',
  'DeploymentStrategyType',
  'FinalizerName',
  'IPFamily',
  'IPFamilyPolicy',
  'LabelSelectorOperator',
  'LoadBalancerIPMode',
  'NamespacePhase',
  'NodeAddressType',
  'NodeSelectorOperator',
  'PathType',
  'PersistentVolumeClaimRetentionPolicyType',
  'PodConditionType',
  'PodManagementPolicyType',
  'PodPhase',
  'PodReplacementPolicy',
  'PolicyType',
  'Protocol',
  'PullPolicy',
  'RestartPolicy',
  'ServiceAffinity',
  'ServiceExternalTrafficPolicy',
  'ServiceInternalTrafficPolicy',
  'ServiceType',
  'StatefulSetUpdateStrategyType',
  'TaintEffect',
  'TerminationMessagePolicy',
  'TolerationOperator',
  'URIScheme',
]);

/** A type expression, taken apart. */
export type TypeNode =
  | { form: 'any' }
  | { form: 'scalar'; go: string }
  | { form: 'list'; go: string; of: TypeNode }
  | { form: 'map'; go: string; of: TypeNode }
  | { form: 'struct'; go: string; name: StructName };

export interface FieldNode {
  type: TypeNode;
  /** Present, though empty, even when it is not written. */
  isAlwaysThere: boolean;
}

const scalars = new Set(['string', 'bool', 'int32', 'int64', 'float64', 'IntOrString', 'Time', 'Quantity']);

function parseType(expression: string): TypeNode {
  if (expression === 'any') return { form: 'any' };
  if (scalars.has(expression)) return { form: 'scalar', go: expression };
  if (namedStrings.has(expression)) return { form: 'scalar', go: `v1.${expression}` };
  if (expression.startsWith('[]')) {
    const of = parseType(expression.slice(2));
    return { form: 'list', go: `[]${goName(of)}`, of };
  }
  if (expression.startsWith('map[string]')) {
    const of = parseType(expression.slice('map[string]'.length));
    return { form: 'map', go: `map[string]${goName(of)}`, of };
  }
  return { form: 'struct', go: `v1.${expression}`, name: expression as StructName };
}

function goName(type: TypeNode): string {
  return type.form === 'any' ? 'interface {}' : type.go;
}

const parsed = new Map<string, ReadonlyMap<string, FieldNode>>();

/** The fields of a struct with their types, in the order in which Kubernetes documents them. */
export function fieldsOf(name: StructName): ReadonlyMap<string, FieldNode> {
  let fields = parsed.get(name);
  if (fields === undefined) {
    fields = new Map(
      Object.entries(structs[name]).map(([field, expression]) => {
        const isAlwaysThere = expression.endsWith('!');
        const type = parseType(isAlwaysThere ? expression.slice(0, -1) : expression);
        return [field, { type, isAlwaysThere }];
      }),
    );
    parsed.set(name, fields);
  }
  return fields;
}

/** The type of a field as people write it: `[]ServicePort`, `string`. Undefined when the path leads nowhere. */
export function typeAt(kindName: StructName, path: readonly string[]): string | undefined {
  let type: TypeNode = { form: 'struct', go: kindName, name: kindName };
  for (const field of path) {
    while (type.form === 'list') type = type.of;
    if (type.form === 'map') type = type.of;
    else if (type.form === 'struct') {
      const next = fieldsOf(type.name).get(field);
      if (next === undefined) return undefined;
      type = next.type;
    } else return undefined;
  }
  return goName(type).replace('v1.', '');
}
