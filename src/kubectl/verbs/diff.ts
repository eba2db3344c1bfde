/** `kubectl diff`: what `apply` would change, as `diff -u -N` prints it; ends with 1 when there is a difference. */
import { readFiles, type Written } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, type Loose, ServerError } from '../client.ts';
import { withoutLastApplied } from '../lastApplied.ts';
import { throwAll, UsageError } from '../messages.ts';
import { managerFlag, withoutManagedFields } from '../output.ts';
import { unifiedDiff } from '../unifiedDiff.ts';
import { toYAML } from '../yaml.ts';
import { current, patchFor } from './apply.ts';

export const diff: Verb = {
  usage: 'kubectl diff -f FILENAME [options]',
  short: 'Diff the live version against a would-be applied version',
  failureCode: 2,
  flags: {
    filename: { short: 'f', type: 'array', help: 'The files that contain the configurations to diff.' },
    'server-side': { type: 'bool' },
    'force-conflicts': { type: 'bool' },
    ...managerFlag('kubectl-client-side-apply'),
    'show-managed-fields': { type: 'bool' },
    recursive: { short: 'R', type: 'bool' },
    selector: { short: 'l', type: 'string' },
    kustomize: { short: 'k', type: 'string' },
    concurrency: { type: 'int', default: '1' },
    prune: { type: 'bool' },
  },
  run(call) {
    const files = call.flags.all('filename');
    if (call.args.length > 0) throw new UsageError(`Unexpected args: [${call.args.join(' ')}]`);
    if (files.length === 0) throw new KubectlError('must specify one of -f and -k');
    const { written, problems } = readFiles(call, files);
    const errors: Error[] = problems.map((message) => new KubectlError(message));
    const texts: { file: string; text: string }[] = [];
    for (const each of written)
      try {
        const file = fileOf(each);
        const { live, merged } = versionsOf(call, each);
        texts.push({ file, text: unifiedDiff(live, merged) });
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        errors.push(error);
      }
    throwAll(errors);
    const changed = texts.filter(({ text }) => text !== '').sort((a, b) => (a.file < b.file ? -1 : 1));
    const time = new Date(call.now()).toISOString().replace('T', ' ').replace('Z', '000000 +0000');
    for (const { file, text } of changed) {
      const [live, merged] = ['LIVE', 'MERGED'].map((side) => `/tmp/${side}-${call.now()}/${file}`);
      call.stdout(`diff -u -N ${live} ${merged}\n--- ${live}\t${time}\n+++ ${merged}\t${time}\n${text}`);
    }
    return changed.length === 0 ? 0 : 1;
  },
};

/** `apps.v1.Deployment.default.shop` */
function fileOf({ type: { group, version, kind }, namespace, object }: Written): string {
  return `${group === '' ? '' : `${group}.`}${version}.${kind}.${namespace}.${object.metadata.name}`;
}

/** What is there, and what would be there, as text. */
function versionsOf(call: Call, written: Written): { live: string; merged: string } {
  const live = current(call, written);
  const merged = mergedWith(call, written, live);
  if (written.type.kind === 'Secret') {
    const [shownLive, shownMerged] = masked(live, merged);
    return { live: toYAML(shownLive), merged: toYAML(shownMerged) };
  }
  return { live: live === null ? '' : toYAML(shown(call, live)), merged: toYAML(shown(call, merged)) };
}

function shown(call: Call, object: Loose): Loose {
  return call.flags.isOn('show-managed-fields') ? object : withoutManagedFields(object);
}

function mergedWith(call: Call, { type, namespace, object }: Written, live: Loose | null): Loose {
  const { client, flags } = call;
  const { name } = object.metadata;
  const dryRun = { dryRun: 'All' };
  if (flags.isOn('server-side')) {
    const fieldManager = flags.has('field-manager') ? flags.text('field-manager') : 'kubectl';
    const force = String(flags.isOn('force-conflicts'));
    return client.patch(type, namespace, name, 'apply', object, { ...dryRun, fieldManager, force });
  }
  if (live === null) return client.create(type, namespace, object, dryRun);
  const { patch, how } = patchFor(type, withoutLastApplied(object), live);
  return client.patch(type, namespace, name, how, patch, {
    ...dryRun,
    fieldManager: flags.text('field-manager'),
  });
}

type Secret = Loose & { data?: Record<string, string> };

/** Values of Secrets are not shown, only whether they differ. */
function masked(live: Loose | null, merged: Loose): [live: unknown, merged: unknown] {
  const [before, after] = [live as Secret | null, merged as Secret];
  const star = (own: Secret, other: Secret | null, when: string): unknown => {
    const data = Object.entries(own.data ?? {}).map(([key, value]) => {
      const there = other?.data?.[key];
      return [key, there === undefined || there === value ? '***' : `*** (${when})`];
    });
    return { ...withoutManagedFields(own), ...(data.length === 0 ? {} : { data: Object.fromEntries(data) }) };
  };
  return [before && star(before, after, 'before'), star(after, before, 'after')];
}
