/** `kubectl create cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND]`. */
import type { Verb } from '../call.ts';
import { KubectlError } from '../client.ts';
import { createFlags, createGenerated, nameOf } from './generated.ts';

export const createCronJob: Verb = {
  usage:
    "kubectl create cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags] [options]",
  short: 'Create a cron job with the specified name',
  aliases: ['cj'],
  flags: {
    ...createFlags,
    image: { type: 'string', help: 'Image name to run.' },
    schedule: { type: 'string', help: 'A schedule in the Cron format the job should be run with.' },
    restart: { type: 'string', default: 'OnFailure' },
  },
  run(call) {
    const { flags } = call;
    const missing = ['image', 'schedule'].filter((flag) => flags.text(flag) === '');
    if (missing.length > 0)
      throw new KubectlError(
        `required flag(s) ${missing.map((flag) => JSON.stringify(flag)).join(', ')} not set`,
      );
    const name = nameOf(call);
    const command = call.rest ?? [];
    const container = {
      ...(command.length === 0 ? {} : { command }),
      image: flags.text('image'),
      name,
      resources: {},
    };
    return createGenerated(call, {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name },
      spec: {
        jobTemplate: {
          metadata: { name },
          spec: {
            template: {
              metadata: {},
              spec: { containers: [container], restartPolicy: flags.text('restart') },
            },
          },
        },
        schedule: flags.text('schedule'),
      },
      status: {},
    });
  },
};
