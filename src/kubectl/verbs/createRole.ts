/** `kubectl create role NAME --verb=verb --resource=resource.group/subresource`: one rule for each API group. */
import type { Verb } from '../call.ts';
import { findType, KubectlError } from '../client.ts';
import { createFlags, createGenerated, nameOf } from './generated.ts';

export const createRole: Verb = {
  usage: 'kubectl create role NAME --verb=verb --resource=resource.group/subresource [options]',
  short: 'Create a role with single rule',
  flags: {
    ...createFlags,
    verb: { type: 'strings', help: 'Verb that applies to the resources contained in the rule' },
    resource: { type: 'strings', help: 'Resource that the rule applies to' },
    'resource-name': { type: 'array' },
  },
  run(call) {
    const name = nameOf(call);
    const verbs = [...new Set(call.flags.all('verb'))];
    const words = [...new Set(call.flags.all('resource'))];
    if (verbs.length === 0) throw new KubectlError('at least one verb must be specified');
    if (words.length === 0) throw new KubectlError('at least one resource must be specified');
    const byGroup = new Map<string, string[]>();
    for (const word of words) {
      const { group, resource } = readResource(call.client.types, word);
      byGroup.set(group, [...(byGroup.get(group) ?? []), resource]);
    }
    const resourceNames = call.flags.all('resource-name');
    return createGenerated(call, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name },
      rules: [...byGroup].map(([group, resources]) => ({
        apiGroups: [group],
        ...(resourceNames.length === 0 ? {} : { resourceNames }),
        resources,
        verbs: verbs.includes('*') ? ['*'] : verbs,
      })),
    });
  },
};

/** `pods`, `deployments.apps`, `pods/log` or `*`. */
function readResource(
  types: Parameters<typeof findType>[0],
  word: string,
): { group: string; resource: string } {
  const [named = '', subresource] = word.split('/', 2);
  if (named === '*') return { group: '', resource: word };
  const type = findType(types, named);
  if (type === undefined)
    throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(named)}`);
  return {
    group: type.group,
    resource: subresource === undefined ? type.plural : `${type.plural}/${subresource}`,
  };
}
