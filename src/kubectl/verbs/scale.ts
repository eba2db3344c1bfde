/** `kubectl scale`: writes the subresource `scale`. */
import { findObjects } from '../arguments.ts';
import type { Verb } from '../call.ts';
import { KubectlError, ServerError } from '../client.ts';
import { throwAll } from '../messages.ts';
import { dryRunFlag, dryRunOf, outputFlags, reportWrite, writeQuery } from '../output.ts';

export const scale: Verb = {
  usage:
    'kubectl scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME) [options]',
  short: 'Set a new size for a deployment, replica set, or replication controller',
  flags: {
    ...outputFlags,
    ...dryRunFlag,
    replicas: { type: 'int', default: '0', help: 'The new desired number of replicas. Required.' },
    'current-replicas': { type: 'int', default: '-1' },
    'resource-version': { type: 'string' },
    all: { type: 'bool' },
    selector: { short: 'l', type: 'string' },
    filename: { short: 'f', type: 'array' },
    timeout: { type: 'string', default: '0s' },
  },
  run(call) {
    const { flags } = call;
    if (!flags.has('replicas')) throw new KubectlError(`required flag(s) "replicas" not set`);
    const replicas = flags.int('replicas');
    if (replicas < 0)
      throw new KubectlError(
        'The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0',
      );
    const dryRun = dryRunOf(call);
    const { found, problems } = findObjects(call, call.args, {
      files: flags.all('filename'),
      labelSelector: flags.text('selector'),
      takesAll: flags.isOn('all'),
    });
    if (found.length === 0 && problems.length === 0) throw new KubectlError('no objects passed to scale');
    const wanted = flags.int('current-replicas');
    for (const { type, namespace, object } of found) {
      if (!type.subresources.includes('scale'))
        throw new ServerError({
          apiVersion: 'v1',
          kind: 'Status',
          status: 'Failure',
          code: 404,
          reason: 'NotFound',
          message: 'the server could not find the requested resource',
        });
      const wantedVersion = flags.text('resource-version');
      const { resourceVersion = '' } = object.metadata;
      if (wantedVersion !== '' && wantedVersion !== resourceVersion)
        throw new KubectlError(`Expected resource version to be ${wantedVersion}, was ${resourceVersion}`);
      const { replicas: now = 0 } = (object as unknown as { spec: { replicas?: number } }).spec;
      if (wanted >= 0 && now !== wanted)
        throw new KubectlError(`Expected replicas to be ${wanted}, was ${now}`);
      if (dryRun !== 'client')
        call.client.patch(
          type,
          namespace,
          object.metadata.name,
          'merge',
          { spec: { replicas } },
          writeQuery(call, dryRun),
          'scale',
        );
      reportWrite(call, type, object, 'scaled', dryRun);
    }
    throwAll(problems);
    return 0;
  },
};
