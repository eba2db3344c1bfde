/** `kubectl create role` and `clusterrole`: one rule for each API group. */
import type { Call, Verb } from '../call.ts';
import { findType, KubectlError } from '../client.ts';
import { BareError } from '../messages.ts';
import { createFlags, createGenerated, nameOf } from './generated.ts';

const API_VERSION = 'rbac.authorization.k8s.io/v1';

const ruleFlags = {
  ...createFlags,
  verb: { type: 'strings', help: 'Verb that applies to the resources contained in the rule' },
  resource: { type: 'strings', help: 'Resource that the rule applies to' },
  'resource-name': { type: 'array' },
} as const;

export const createRole: Verb = {
  usage: 'kubectl create role NAME --verb=verb --resource=resource.group/subresource [options]',
  short: 'Create a role with single rule',
  flags: ruleFlags,
  run(call) {
    const name = nameOf(call);
    const verbs = verbsOf(call);
    if (verbs.length === 0) throw new KubectlError('at least one verb must be specified');
    if (call.flags.all('resource').length === 0)
      throw new KubectlError('at least one resource must be specified');
    const rules = rulesOf(call, verbs);
    return createGenerated(call, { apiVersion: API_VERSION, kind: 'Role', metadata: { name }, rules });
  },
};

/** What may be asked of paths that are no resources. */
const PATH_VERBS = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options', '*'];

export const createClusterRole: Verb = {
  usage:
    'kubectl create clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [options]',
  short: 'Create a cluster role',
  flags: {
    ...ruleFlags,
    'non-resource-url': { type: 'strings' },
    'aggregation-rule': { type: 'strings' },
  },
  run(call) {
    const { flags } = call;
    const name = nameOf(call);
    const role = { apiVersion: API_VERSION, kind: 'ClusterRole', metadata: { name } };
    if (flags.has('aggregation-rule')) {
      const matchLabels = Object.fromEntries(flags.all('aggregation-rule').map((pair) => pair.split('=', 2)));
      return createGenerated(call, {
        aggregationRule: { clusterRoleSelectors: [{ matchLabels }] },
        ...role,
        rules: null,
      });
    }
    const verbs = verbsOf(call);
    const nonResourceURLs = flags.all('non-resource-url');
    if (verbs.length === 0) throw new KubectlError('at least one verb must be specified');
    if (flags.all('resource').length === 0 && nonResourceURLs.length === 0)
      throw new KubectlError('one of resource or nonResourceURL must be specified');
    const wrong = verbs.find((verb) => nonResourceURLs.length > 0 && !PATH_VERBS.includes(verb));
    if (wrong !== undefined) throw new KubectlError(`invalid verb: '${wrong}' for nonResourceURL`);
    const rules = [
      ...rulesOf(call, verbs),
      ...(nonResourceURLs.length === 0 ? [] : [{ nonResourceURLs, verbs }]),
    ];
    return createGenerated(call, { ...role, rules });
  },
};

const RESOURCE_VERBS = [
  'get',
  'delete',
  'list',
  'create',
  'update',
  'patch',
  'watch',
  'proxy',
  'deletecollection',
  'use',
  'bind',
  'escalate',
  'impersonate',
  '*',
];

function verbsOf({ flags }: Call): string[] {
  const verbs = [...new Set(flags.all('verb'))];
  return verbs.includes('*') ? ['*'] : verbs;
}

function rulesOf(call: Call, verbs: readonly string[]): object[] {
  const byGroup = new Map<string, string[]>();
  const words = [...new Set(call.flags.all('resource'))];
  if (words.length > 0)
    for (const verb of verbs)
      if (!RESOURCE_VERBS.includes(verb)) call.stderr(`Warning: '${verb}' is not a standard resource verb\n`);
  for (const word of words) {
    const { group, resource } = readResource(call.client.types, word);
    byGroup.set(group, [...(byGroup.get(group) ?? []), resource]);
  }
  const resourceNames = call.flags.all('resource-name');
  return [...byGroup].map(([group, resources]) => ({
    apiGroups: [group],
    ...(resourceNames.length === 0 ? {} : { resourceNames }),
    resources,
    verbs,
  }));
}

/** `pods`, `deployments.apps`, `pods/log`, `*`, `*.apps`. */
function readResource(
  types: Parameters<typeof findType>[0],
  word: string,
): { group: string; resource: string } {
  const [named = '', ...below] = word.split('/');
  const subresource = below.length === 0 ? '' : `/${below.join('/')}`;
  if (named === '*') return { group: '', resource: word };
  if (named.startsWith('*.')) return { group: named.slice(2), resource: `*${subresource}` };
  const type = findType(types, named);
  if (type === undefined)
    throw new BareError(`the server doesn't have a resource type ${JSON.stringify(named)}`);
  return { group: type.group, resource: `${type.plural}${subresource}` };
}
