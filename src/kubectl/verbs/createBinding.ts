/** `kubectl create rolebinding`, `clusterrolebinding` and `serviceaccount`: who may do what. Everybody may do everything here. */
import type { Call, Verb } from '../call.ts';
import { KubectlError } from '../client.ts';
import { createFlags, createGenerated, nameOf } from './generated.ts';

const RBAC = 'rbac.authorization.k8s.io';

const subjectFlags = {
  ...createFlags,
  clusterrole: { type: 'string' },
  user: { type: 'array' },
  group: { type: 'array' },
  serviceaccount: { type: 'array', help: 'Service accounts to bind to the role, as <namespace>:<name>' },
} as const;

export const createRoleBinding: Verb = {
  usage:
    'kubectl create rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none] [options]',
  short: 'Create a role binding for a particular role or cluster role',
  flags: { ...subjectFlags, role: { type: 'string' } },
  run(call) {
    const name = nameOf(call);
    const [role, clusterRole] = [call.flags.text('role'), call.flags.text('clusterrole')];
    if ((role === '') === (clusterRole === ''))
      throw new KubectlError('exactly one of clusterrole or role must be specified');
    const [kind, named] = role === '' ? ['ClusterRole', clusterRole] : ['Role', role];
    return bind(call, 'RoleBinding', name, { apiGroup: RBAC, kind, name: named });
  },
};

export const createClusterRoleBinding: Verb = {
  usage:
    'kubectl create clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none] [options]',
  short: 'Create a cluster role binding for a particular cluster role',
  flags: subjectFlags,
  run(call) {
    if (!call.flags.has('clusterrole')) throw new KubectlError('required flag(s) "clusterrole" not set');
    const roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name: call.flags.text('clusterrole') };
    return bind(call, 'ClusterRoleBinding', nameOf(call), roleRef);
  },
};

function bind(call: Call, kind: string, name: string, roleRef: object): number {
  const { flags } = call;
  const accounts = flags.all('serviceaccount').map((word) => {
    const [namespace = '', account = '', ...more] = word.split(':');
    if (namespace === '' || account === '' || more.length > 0)
      throw new KubectlError('serviceaccount must be <namespace>:<name>');
    return { kind: 'ServiceAccount', name: account, namespace };
  });
  const subjects = [
    ...flags.all('user').map((user) => ({ apiGroup: RBAC, kind: 'User', name: user })),
    ...flags.all('group').map((group) => ({ apiGroup: RBAC, kind: 'Group', name: group })),
    ...accounts,
  ];
  return createGenerated(call, {
    apiVersion: `${RBAC}/v1`,
    kind,
    metadata: { name },
    roleRef,
    ...(subjects.length === 0 ? {} : { subjects }),
  });
}

export const createServiceAccount: Verb = {
  usage: 'kubectl create serviceaccount NAME [--dry-run=server|client|none] [options]',
  short: 'Create a service account with the specified name',
  aliases: ['sa'],
  flags: createFlags,
  run: (call) =>
    createGenerated(call, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: nameOf(call) } }),
};
