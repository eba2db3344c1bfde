/** `kubectl rollout`: status, history, undo, restart, pause and resume of Deployments, DaemonSets and StatefulSets. */
import { type Found, findObjects } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, type Loose, type ResourceType } from '../client.ts';
import { writeTemplate } from '../describe/podParts.ts';
import type { FlagTable } from '../flags.ts';
import { asGoType } from '../goTypes.ts';
import { throwAll } from '../messages.ts';
import {
  documentPrinter,
  dryRunFlag,
  dryRunOf,
  managerFlag,
  outputFlags,
  reportWrite,
  typeNameOf,
  writeQuery,
} from '../output.ts';
import { currentRevision, type Revision, revisionsOf, type Template } from '../revisions.ts';
import { rolloutStatus } from '../rolloutStatus.ts';
import { alignTabs, TABLE_TABS } from '../tabWriter.ts';
import { secondsOf as durationOf } from './logs.ts';

const flags: FlagTable = {
  ...outputFlags,
  filename: { short: 'f', type: 'array' },
  selector: { short: 'l', type: 'string' },
};

const manager = managerFlag('kubectl-rollout');

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

function dotted({ group }: ResourceType): string {
  return group === '' ? '' : `.${group}`;
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
        `${type.plural}${dotted(type)} ${JSON.stringify(object.metadata.name)} ${isPaused ? 'pausing' : 'resuming'} is not supported`,
      );
    if (((object as Deployment).spec.paused === true) === isPaused)
      throw new KubectlError(
        `${type.plural}${dotted(type)} ${JSON.stringify(object.metadata.name)} ${isPaused ? 'is already paused' : 'is not paused'}`,
      );
    call.client.patch(
      type,
      namespace,
      object.metadata.name,
      'strategic',
      {
        spec: { paused: isPaused ? true : null },
      },
      writeQuery(call, 'none'),
    );
    reportWrite(call, type, object, word);
  }
  return 0;
}

function restart(call: Call): number {
  const restartedAt = `${new Date(call.now()).toISOString().slice(0, 19)}Z`;
  for (const { type, namespace, object } of workloads(call)) {
    if (!['Deployment', 'DaemonSet', 'StatefulSet'].includes(type.kind))
      throw new KubectlError(
        `${type.plural}${dotted(type)} ${JSON.stringify(object.metadata.name)} restarting is not supported`,
      );
    if ((object as Deployment).spec.paused === true)
      throw new KubectlError(
        `${type.plural}${dotted(type)} ${JSON.stringify(object.metadata.name)} can't restart paused deployment (run rollout resume first)`,
      );
    const annotations = { 'kubectl.kubernetes.io/restartedAt': restartedAt };
    call.client.patch(
      type,
      namespace,
      object.metadata.name,
      'strategic',
      {
        spec: { template: { metadata: { annotations } } },
      },
      writeQuery(call, 'none'),
    );
    reportWrite(call, type, object, 'restarted');
  }
  return 0;
}

/** The revision that was asked for by its number. */
function wantedRevision(call: Call): number {
  const wanted = call.flags.int('revision');
  if (wanted < 0) throw new KubectlError(`revision must be a positive integer: ${wanted}`);
  return wanted;
}

function history(call: Call): number {
  const wanted = wantedRevision(call);
  const print = documentPrinter(call, false);
  for (const each of workloads(call)) {
    const { type, object } = each;
    const revisions = revisionsOf(call, each);
    if (revisions === undefined)
      throw new KubectlError(
        `error retrieving history for "${type.kind}", no visitor method exists for {${type.group} ${type.kind}}`,
      );
    const one = revisions.find(({ number }) => number === wanted);
    if (wanted > 0 && one === undefined) throw new KubectlError('unable to find the specified revision');
    if (print !== null) {
      for (const shown of one === undefined ? revisions : [one])
        call.stdout(print(asGoType(shown.object), null));
      continue;
    }
    const name = `${typeNameOf(type)}/${object.metadata.name}`;
    call.stdout(
      one === undefined
        ? `${name} \n${historyTable(revisions)}\n`
        : `${name} with revision #${wanted}\n${templateText(one.shownTemplate)}\n`,
    );
  }
  return 0;
}

function historyTable(revisions: readonly Revision[]): string {
  const rows = revisions.map(({ number, cause }) => `${number}\t${cause}\n`);
  return alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join('')}`, { ...TABLE_TABS, padding: 2 });
}

/** The history shows a template as it is written for describing, before its columns are aligned. */
function templateText(template: Template): string {
  const lines: string[] = [];
  writeTemplate(
    { line: (level, text) => void lines.push(`${'  '.repeat(level)}${text}\n`), text: () => lines.join('') },
    template,
  );
  return lines.join('');
}

function undo(call: Call): number {
  const dryRun = dryRunOf(call);
  for (const each of workloads(call)) {
    const { type, namespace, object } = each;
    const revisions = revisionsOf(call, each);
    if (revisions === undefined)
      throw new KubectlError(
        `error retrieving rollbacker for "${type.kind}", no visitor method exists for {${type.group} ${type.kind}}`,
      );
    const wanted = call.flags.int('to-revision');
    const current = currentRevision(object, revisions);
    const target =
      wanted === 0
        ? revisions.filter(({ number }) => number !== current).at(-1)
        : revisions.find(({ number }) => number === wanted);
    if (target === undefined) throw new KubectlError(missingRevision(each, wanted));
    if ((object as Deployment).spec.paused === true)
      throw new KubectlError(
        `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`,
      );
    if (dryRun === 'client') {
      reportWrite(call, type, object, templateText(target.shownTemplate), dryRun);
      continue;
    }
    if (target.number === current) {
      reportWrite(
        call,
        type,
        object,
        `skipped rollback (current template already matches revision ${target.number})`,
        dryRun,
      );
      continue;
    }
    call.client.patch(
      type,
      namespace,
      object.metadata.name,
      'json',
      [{ op: 'replace', path: '/spec/template', value: target.template }],
      writeQuery(call, dryRun),
    );
    reportWrite(call, type, object, 'rolled back', dryRun);
  }
  return 0;
}

function missingRevision({ type, object }: Found, wanted: number): string {
  if (wanted !== 0) return `unable to find specified revision ${wanted} in history`;
  return type.kind === 'Deployment'
    ? `no rollout history found for deployment ${JSON.stringify(object.metadata.name)}`
    : 'no last revision to roll back to';
}

async function status(call: Call): Promise<number> {
  const timeout = durationOf(call.flags.text('timeout')) * 1000;
  const errors: Error[] = [];
  const wanted = wantedRevision(call);
  for (const each of workloads(call))
    try {
      await follow(call, each, wanted, timeout);
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error;
      errors.push(error);
    }
  throwAll(errors);
  return 0;
}

/** Tells how a rollout goes until it is done. */
async function follow(call: Call, { type, namespace, object }: Found, wanted: number, timeoutMs: number) {
  const until = call.now() + timeoutMs;
  for (let said = ''; ; ) {
    const current = call.client.get(type, namespace, object.metadata.name);
    const { text, isDone } = rolloutStatus(current, wanted);
    if (text !== said) call.stdout(text);
    said = text;
    if (isDone || !call.flags.isOn('watch')) return;
    if (timeoutMs > 0 && call.now() >= until) throw new KubectlError('timed out waiting for the condition');
    await call.sleep(100);
  }
}

export const rollout: Verb = {
  usage: 'kubectl rollout SUBCOMMAND [options]',
  short: 'Manage the rollout of a resource',
  flags: {},
  verbs: {
    history: verb('history', 'View rollout history', history, { revision: { type: 'int', default: '0' } }),
    pause: verb('pause', 'Mark the provided resource as paused', (call) => setPaused(call, true), manager),
    restart: verb('restart', 'Restart a resource', restart, manager),
    resume: verb('resume', 'Resume a paused resource', (call) => setPaused(call, false), manager),
    status: verb('status', 'Show the status of the rollout', status, {
      watch: { short: 'w', type: 'bool', default: 'true' },
      revision: { type: 'int', default: '0' },
      timeout: { type: 'duration', default: '0s' },
    }),
    undo: verb('undo', 'Undo a previous rollout', undo, {
      ...dryRunFlag,
      'to-revision': { type: 'int', default: '0' },
    }),
  },
};
