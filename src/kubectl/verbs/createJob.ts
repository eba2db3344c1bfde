/** `kubectl create job NAME --image=image`, or `--from=cronjob/name` what that one would start. */
import { readArguments } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError } from '../client.ts';
import { createFlags, createGenerated, nameOf } from './generated.ts';

export const createJob: Verb = {
  usage: 'kubectl create job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...] [options]',
  short: 'Create a job with the specified name',
  flags: { ...createFlags, image: { type: 'string' }, from: { type: 'string' } },
  run(call) {
    const name = nameOf(call);
    const [image, from] = [call.flags.text('image'), call.flags.text('from')];
    if ((image === '') === (from === ''))
      throw new KubectlError('either --image or --from must be specified');
    const command = call.rest ?? [];
    if (from !== '' && command.length > 0) throw new KubectlError('cannot specify --from and command');
    if (from !== '') return createGenerated(call, jobFrom(call, name, from));
    return createGenerated(call, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name },
      spec: {
        template: {
          metadata: {},
          spec: {
            containers: [{ ...(command.length === 0 ? {} : { command }), image, name, resources: {} }],
            restartPolicy: 'Never',
          },
        },
      },
      status: {},
    });
  },
};

interface JobTemplate {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: object;
}

function jobFrom(call: Call, name: string, from: string): object {
  const [request] = readArguments(call, [from]);
  const { type, names } = request!;
  const object = call.client.get(type, call.namespace, names[0]!);
  if (type.kind !== 'CronJob')
    throw new KubectlError(`from must be an existing cronjob: unknown type *v1.${type.kind}`);
  const { jobTemplate } = (object as unknown as { spec: { jobTemplate: JobTemplate } }).spec;
  const { labels, annotations } = jobTemplate.metadata ?? {};
  const { uid } = object.metadata;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      annotations: { ...annotations, 'cronjob.kubernetes.io/instantiate': 'manual' },
      ...(labels === undefined ? {} : { labels }),
      name,
      ownerReferences: [
        { apiVersion: 'batch/v1', controller: true, kind: 'CronJob', name: object.metadata.name, uid },
      ],
    },
    spec: jobTemplate.spec,
    status: {},
  };
}
