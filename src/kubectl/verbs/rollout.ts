/** `kubectl rollout`: status, history, undo, restart, pause and resume of Deployments, DaemonSets and StatefulSets. */
import { type Found, findObjects } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { findType, KubectlError, type Loose } from '../client.ts';
import type { FlagTable } from '../flags.ts';
import { throwAll } from '../messages.ts';
import { dryRunFlag, outputFlags, reportWrite } from '../output.ts';
import { rolloutStatus } from '../rolloutStatus.ts';
import { alignTabs, TABLE_TABS } from '../tabWriter.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const CAUSE = 'kubernetes.io/change-cause';
const flags: FlagTable = {
  ...outputFlags,
  ...dryRunFlag,
  filename: { short: 'f', type: 'array' },
  selector: { short: 'l', type: 'string' },
};

function workloads(call: Call): Found[] {
  if (call.args.length === 0 && call.flags.all('filename').length === 0)
    throw new KubectlError('required resource not specified');
  const { found, problems } = findObjects(call, call.args, {
    files: call.flags.all('filename'),
    labelSelector: call.flags.text('selector'),
    takesAll: true,
  });
  throwAll(problems);
  return found;
}

type Deployment = Loose & { spec: { paused?: boolean; template: { metadata?: Record<string, unknown> } } };

function verb(name: string, short: string, run: NonNullable<Verb['run']>, more: FlagTable = {}): Verb {
  return {
    usage: `kubectl rollout ${name} (TYPE NAME | TYPE/NAME) [flags] [options]`,
    short,
    flags: { ...flags, ...more },
    run,
  };
}

function setPaused(call: Call, isPaused: boolean): number {
  const word = isPaused ? 'paused' : 'resumed';
  for (const { type, namespace, object } of workloads(call)) {
    if (type.kind !== 'Deployment')
      throw new KubectlError(
        `${type.plural}.${type.group} ${JSON.stringify(object.metadata.name)} ${isPaused ? 'pausing' : 'resuming'} is not supported`,
      );
    if (((object as Deployment).spec.paused === true) === isPaused)
      throw new KubectlError(
        `${type.plural}.${type.group} ${JSON.stringify(object.metadata.name)} ${isPaused ? 'is already paused' : 'is not paused'}`,
      );
    call.client.patch(type, namespace, object.metadata.name, 'strategic', {
      spec: { paused: isPaused ? true : null },
    });
    reportWrite(call, type, object, word);
  }
  return 0;
}

function restart(call: Call): number {
  const restartedAt = `${new Date(call.now()).toISOString().slice(0, 19)}Z`;
  for (const { type, namespace, object } of workloads(call)) {
    if (!['Deployment', 'DaemonSet', 'StatefulSet'].includes(type.kind))
      throw new KubectlError(
        `${type.plural}${type.group === '' ? '' : `.${type.group}`} ${JSON.stringify(object.metadata.name)} restarting is not supported`,
      );
    if ((object as Deployment).spec.paused === true)
      throw new KubectlError(
        `${type.plural}.${type.group} ${JSON.stringify(object.metadata.name)} can't restart paused deployment (run rollout resume first)`,
      );
    const annotations = { 'kubectl.kubernetes.io/restartedAt': restartedAt };
    call.client.patch(type, namespace, object.metadata.name, 'strategic', {
      spec: { template: { metadata: { annotations } } },
    });
    reportWrite(call, type, object, 'restarted');
  }
  return 0;
}

/** The ReplicaSets of a Deployment by their revision. */
function revisionsOf(call: Call, { namespace, object }: Found): Map<number, Loose> {
  const replicaSets = call.client.list(findType(call.client.types, 'replicasets')!, namespace);
  const own = replicaSets.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid),
  );
  return new Map(
    own
      .map((each): [number, Loose] => [Number(each.metadata.annotations?.[REVISION] ?? 0), each])
      .sort(([a], [b]) => a - b),
  );
}

function history(call: Call): number {
  for (const each of workloads(call)) {
    const { type, object } = each;
    if (type.kind !== 'Deployment') throw new KubectlError(`the history of a ${type.kind} is not kept here`);
    const rows = [...revisionsOf(call, each)].map(
      ([revision, { metadata }]) => `${revision}\t${metadata.annotations?.[CAUSE] ?? '<none>'}`,
    );
    call.stdout(
      `${type.singular}.${type.group}/${object.metadata.name} \n${alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.map((row) => `${row}\n`).join('')}`, { ...TABLE_TABS, padding: 2 })}\n`,
    );
  }
  return 0;
}

function undo(call: Call): number {
  for (const each of workloads(call)) {
    const { type, namespace, object } = each;
    if (type.kind !== 'Deployment') throw new KubectlError(`a ${type.kind} cannot be rolled back here`);
    const revisions = revisionsOf(call, each);
    const current = Number(object.metadata.annotations?.[REVISION] ?? Math.max(...revisions.keys()));
    const wanted = call.flags.int('to-revision');
    const revision =
      wanted === 0 ? [...revisions.keys()].filter((other) => other !== current).at(-1) : wanted;
    if (revision === undefined)
      throw new KubectlError(
        `no rollout history found for deployment ${JSON.stringify(object.metadata.name)}`,
      );
    const target = revisions.get(revision) as
      | (Loose & { spec: { template: Loose & { metadata: { labels?: Record<string, string> } } } })
      | undefined;
    if (target === undefined)
      throw new KubectlError(`unable to find specified revision ${revision} in history`);
    if ((object as Deployment).spec.paused === true)
      throw new KubectlError(
        `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`,
      );
    if (revision === current) {
      reportWrite(
        call,
        type,
        object,
        `skipped rollback (current template already matches revision ${revision})`,
      );
      continue;
    }
    const { 'pod-template-hash': _, ...labels } = target.spec.template.metadata.labels ?? {};
    const template = { ...target.spec.template, metadata: { ...target.spec.template.metadata, labels } };
    call.client.patch(type, namespace, object.metadata.name, 'json', [
      { op: 'replace', path: '/spec/template', value: template },
    ]);
    reportWrite(call, type, object, 'rolled back');
  }
  return 0;
}

async function status(call: Call): Promise<number> {
  const found = workloads(call);
  for (const { type, namespace, object } of found) {
    let said = '';
    for (;;) {
      const current = call.client.get(type, namespace, object.metadata.name);
      const { text, isDone } = rolloutStatus(current);
      if (text !== said) call.stdout(text);
      said = text;
      if (isDone || !call.flags.isOn('watch')) break;
      await call.sleep(100);
    }
  }
  return 0;
}

export const rollout: Verb = {
  usage: 'kubectl rollout SUBCOMMAND [options]',
  short: 'Manage the rollout of a resource',
  flags: {},
  verbs: {
    history: verb('history', 'View rollout history', history, { revision: { type: 'int', default: '0' } }),
    pause: verb('pause', 'Mark the provided resource as paused', (call) => setPaused(call, true)),
    restart: verb('restart', 'Restart a resource', restart),
    resume: verb('resume', 'Resume a paused resource', (call) => setPaused(call, false)),
    status: verb('status', 'Show the status of the rollout', status, {
      watch: { short: 'w', type: 'bool', default: 'true' },
      revision: { type: 'int', default: '0' },
      timeout: { type: 'string', default: '0s' },
    }),
    undo: verb('undo', 'Undo a previous rollout', undo, { 'to-revision': { type: 'int', default: '0' } }),
  },
};
