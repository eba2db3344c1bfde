/** `kubectl cordon`, `uncordon`, `drain` and `taint`. */
import { findObjects } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { findType, KubectlError, type Loose, ServerError } from '../client.ts';
import { BareError, throwAll, UsageError } from '../messages.ts';
import { dryRunFlag, dryRunOf, managerFlag, outputFlags, reportWrite, writeQuery } from '../output.ts';

type Node = Loose & { spec: { unschedulable?: boolean; taints?: Taint[] } };
interface Taint {
  key: string;
  value?: string;
  effect: string;
}

function nodesOf(call: Call): { node: Node; type: NonNullable<ReturnType<typeof findType>> }[] {
  const selector = call.flags.text('selector');
  if (call.args.length === 0 && selector === '')
    throw new UsageError(`USAGE: ${usages[call.verb] ?? ''} [flags]`);
  if (call.args.length > 0 && selector !== '')
    throw new UsageError('cannot specify both a node name and a --selector option');
  const { found, problems } = findObjects(call, ['nodes', ...call.args], { labelSelector: selector });
  throwAll(problems);
  return found.map(({ object, type }) => ({ node: object as Node, type }));
}

const usages: Readonly<Record<string, string>> = {
  cordon: 'cordon NODE',
  uncordon: 'uncordon NODE',
  drain: 'drain NODE',
};

function setCordon(call: Call, isCordoned: boolean): number {
  const dryRun = dryRunOf(call);
  for (const { node, type } of nodesOf(call)) {
    const already = (node.spec.unschedulable === true) === isCordoned;
    const word = isCordoned ? 'cordoned' : 'uncordoned';
    if (!already && dryRun !== 'client')
      call.client.patch(
        type,
        '',
        node.metadata.name,
        'strategic',
        { spec: { unschedulable: isCordoned ? true : null } },
        writeQuery(call, dryRun),
      );
    reportWrite(call, type, node, already ? `already ${word}` : word, dryRun);
  }
  return 0;
}

export const cordon: Verb = {
  usage: 'kubectl cordon NODE [options]',
  short: 'Mark node as unschedulable',
  flags: { ...dryRunFlag, selector: { short: 'l', type: 'string' } },
  run: (call) => setCordon(call, true),
};

export const uncordon: Verb = {
  usage: 'kubectl uncordon NODE [options]',
  short: 'Mark node as schedulable',
  flags: { ...dryRunFlag, selector: { short: 'l', type: 'string' } },
  run: (call) => setCordon(call, false),
};

interface Pod {
  metadata: {
    name: string;
    namespace: string;
    ownerReferences?: { kind: string; controller?: boolean }[];
    uid: string;
  };
  spec: { nodeName?: string };
  status?: { phase?: string };
}

export const drain: Verb = {
  usage: 'kubectl drain NODE [options]',
  short: 'Drain node in preparation for maintenance',
  flags: {
    ...dryRunFlag,
    force: { type: 'bool', help: 'Continue even if there are pods that do not declare a controller.' },
    'ignore-daemonsets': { type: 'bool', help: 'Ignore DaemonSet-managed pods.' },
    'delete-emptydir-data': { type: 'bool' },
    'grace-period': { type: 'int', default: '-1' },
    'pod-selector': { type: 'string' },
    selector: { short: 'l', type: 'string' },
    timeout: { type: 'string', default: '0s' },
    'disable-eviction': { type: 'bool' },
  },
  async run(call) {
    setCordon(call, true);
    const dryRun = dryRunOf(call);
    for (const { node, type } of nodesOf(call)) {
      const { name } = node.metadata;
      const podType = findType(call.client.types, 'pods')!;
      const pods = call.client.list(podType, '', {
        fieldSelector: `spec.nodeName=${name}`,
        labelSelector: call.flags.text('pod-selector'),
      }) as unknown as Pod[];
      const ownerOf = ({ metadata }: Pod) =>
        metadata.ownerReferences?.find(({ controller }) => controller === true)?.kind;
      const ofDaemonSets = pods.filter((pod) => ownerOf(pod) === 'DaemonSet');
      const bare = pods.filter(
        (pod) => ownerOf(pod) === undefined && !['Succeeded', 'Failed'].includes(pod.status?.phase ?? ''),
      );
      const listed = (list: readonly Pod[]) =>
        list.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ');
      const complaints = [
        ...(bare.length > 0 && !call.flags.isOn('force')
          ? [
              `cannot delete cannot delete Pods that declare no controller (use --force to override): ${listed(bare)}`,
            ]
          : []),
        ...(ofDaemonSets.length > 0 && !call.flags.isOn('ignore-daemonsets')
          ? [
              `cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): ${listed(ofDaemonSets)}`,
            ]
          : []),
      ];
      if (complaints.length > 0) {
        call.stderr(
          `error: unable to drain node ${JSON.stringify(name)} due to error: ${complaints.length === 1 ? complaints[0] : `[${complaints.join(', ')}]`}, continuing command...\nThere are pending nodes to be drained:\n ${name}\n${complaints.map((each) => `${each}\n`).join('')}`,
        );
        return 1;
      }
      const warnings = [
        ...(ofDaemonSets.length > 0 ? [`ignoring DaemonSet-managed Pods: ${listed(ofDaemonSets)}`] : []),
        ...(bare.length > 0 ? [`deleting Pods that declare no controller: ${listed(bare)}`] : []),
      ];
      if (warnings.length > 0) call.stderr(`Warning: ${warnings.join('; ')}\n`);
      const leaving = pods.filter((pod) => !ofDaemonSets.includes(pod));
      for (const { metadata } of leaving) {
        call.stdout(
          `evicting pod ${metadata.namespace}/${metadata.name}${dryRun === 'none' ? '' : ` (${dryRun === 'client' ? 'dry run' : 'server dry run'})`}\n`,
        );
        if (dryRun !== 'none') continue;
        call.client.post(podType, metadata.namespace, metadata.name, 'eviction', {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: metadata.name, namespace: metadata.namespace },
        });
      }
      if (dryRun === 'none')
        for (const { metadata } of leaving) {
          while (isThere(call, metadata)) await call.sleep(100);
          call.stdout(`pod/${metadata.name} evicted\n`);
        }
      reportWrite(call, type, node, 'drained', dryRun);
    }
    return 0;
  },
};

function isThere(call: Call, { namespace, name, uid }: Pod['metadata']): boolean {
  try {
    return call.client.get(findType(call.client.types, 'pods')!, namespace, name).metadata.uid === uid;
  } catch (error) {
    if (error instanceof ServerError && error.status.reason === 'NotFound') return false;
    throw error;
  }
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export const taint: Verb = {
  usage: 'kubectl taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N [options]',
  short: 'Update the taints on one or more nodes',
  flags: {
    ...outputFlags,
    ...dryRunFlag,
    all: { type: 'bool' },
    ...managerFlag('kubectl-taint'),
    overwrite: { type: 'bool', help: 'Allow taints to be overwritten.' },
    selector: { short: 'l', type: 'string' },
  },
  run(call) {
    const { args } = call;
    const at = args.findIndex((word) => /[=:]|-$/.test(word) && word.length > 1);
    if (args.length === 0 || at === 0)
      throw new KubectlError('one or more resources must be specified as <resource> <name>');
    const type = findType(call.client.types, args[0]!);
    if (type === undefined)
      throw new BareError(`the server doesn't have a resource type ${JSON.stringify(args[0])}`);
    if (type.kind !== 'Node')
      throw new KubectlError(`invalid resource type ${type.plural}, only node types are supported`);
    if (at < 0) throw new KubectlError('at least one taint update is required');
    const dryRun = dryRunOf(call);
    const { found, problems } = findObjects(call, args.slice(0, at), {
      labelSelector: call.flags.text('selector'),
      takesAll: call.flags.isOn('all'),
    });
    throwAll(problems);
    const changes = args.slice(at).map(readTaint);
    for (const { object } of found) {
      const node = object as Node;
      let taints = node.spec.taints ?? [];
      let isOverwritten = false;
      for (const change of changes) {
        const isSame = (each: Taint) =>
          each.key === change.key && (change.effect === '' || each.effect === change.effect);
        if (change.isRemoval) {
          if (!taints.some(isSame))
            throw new KubectlError(
              `taint ${JSON.stringify(change.effect === '' ? change.key : `${change.key}:${change.effect}`)} not found`,
            );
          taints = taints.filter((each) => !isSame(each));
        } else {
          if (taints.some(isSame) && !call.flags.isOn('overwrite'))
            throw new KubectlError(
              `node ${node.metadata.name} already has ${change.key} taint(s) with same effect(s) and --overwrite is false`,
            );
          isOverwritten ||= taints.some(isSame);
          const { key, value, effect } = change;
          taints = [
            ...taints.filter((each) => !isSame(each)),
            { key, ...(value === '' ? {} : { value }), effect },
          ];
        }
      }
      if (dryRun !== 'client')
        call.client.patch(
          type,
          '',
          node.metadata.name,
          'merge',
          { spec: { taints } },
          writeQuery(call, dryRun),
        );
      const isRemoval = changes.every((change) => change.isRemoval);
      const isModified = isOverwritten || changes.some((change) => change.isRemoval);
      reportWrite(call, type, node, isRemoval ? 'untainted' : isModified ? 'modified' : 'tainted', dryRun);
    }
    return 0;
  },
};

function readTaint(word: string) {
  const isRemoval = word.endsWith('-');
  const text = isRemoval ? word.slice(0, -1) : word;
  const [left = '', effect = ''] = text.split(':');
  const [key = '', value = ''] = left.split('=');
  if (!isRemoval && !text.includes(':'))
    throw new UsageError(
      `invalid taint spec: ${word}, name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    );
  if (effect !== '' && !EFFECTS.includes(effect))
    throw new UsageError(`invalid taint effect: ${effect}, unsupported taint effect`);
  return { key, value, effect, isRemoval };
}
