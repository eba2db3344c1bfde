/** `kubectl wait --for=condition=…|delete|create|jsonpath=…`. */
import { type Found, findObjects, readArguments, resourceName } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, type Loose, ServerError } from '../client.ts';
import { valuesAt } from '../jsonPath.ts';
import { throwAll } from '../messages.ts';
import { documentPrinter, outputFlags } from '../output.ts';
import { secondsOf } from './logs.ts';

interface Conditions {
  conditions?: { type: string; status: string; observedGeneration?: number }[];
  observedGeneration?: number;
}

type Test = (object: Loose) => boolean;

export const wait: Verb = {
  usage:
    "kubectl wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]] [options]",
  short: 'Wait for a specific condition on one or many resources',
  flags: {
    for: { type: 'string', help: 'The condition to wait on.' },
    timeout: { type: 'duration', default: '30s', help: 'The length of time to wait before giving up.' },
    selector: { short: 'l', type: 'string' },
    'field-selector': { type: 'string' },
    all: { type: 'bool' },
    'all-namespaces': { short: 'A', type: 'bool' },
    filename: { short: 'f', type: 'array' },
    ...outputFlags,
  },
  async run(call) {
    const condition = call.flags.text('for');
    if (condition === '') throw new KubectlError('unrecognized condition: ""');
    const timeoutMs = secondsOf(call.flags.text('timeout')) * 1000;
    const isDelete = condition.toLowerCase() === 'delete';
    const test = isDelete ? null : testOf(condition);
    if (condition.toLowerCase() === 'create') return waitForCreation(call, timeoutMs);
    const { found, problems } = findObjects(call, call.args, {
      files: call.flags.all('filename'),
      labelSelector: call.flags.text('selector'),
      fieldSelector: call.flags.text('field-selector'),
      takesAll: call.flags.isOn('all'),
      isEverywhere: call.flags.isOn('all-namespaces'),
    });
    if (isDelete && found.length === 0) return 0;
    throwAll(problems);
    if (found.length === 0) throw new KubectlError('no matching resources found');
    const errors: Error[] = [];
    const print = documentPrinter(call, false);
    // One time for all of them: what comes after it has run out is not even looked at.
    const until = call.now() + timeoutMs;
    for (const [index, each] of found.entries()) {
      const isLate = index > 0 && call.now() >= until;
      const met = isLate ? null : await waitFor(call, each, test, until);
      const { type, object } = each;
      const { name } = object.metadata;
      if (met === null)
        errors.push(new KubectlError(`timed out waiting for the condition on ${type.plural}/${name}`));
      else call.stdout(print?.(met, type) ?? `${resourceName(type, name)} condition met\n`);
    }
    throwAll(errors);
    return 0;
  },
};

/** The object as it is when the test is passed; null when that lasts too long. Without a test it has to go. */
async function waitFor(
  call: Call,
  { type, namespace, object }: Found,
  test: Test | null,
  until: number,
): Promise<Loose | null> {
  const { name, uid } = object.metadata;
  for (;;) {
    const current = currentOf(() => call.client.get(type, namespace, name));
    const isGone = current === null || current.metadata.uid !== uid;
    if (test === null ? isGone : !isGone && test(current)) return current ?? object;
    if (call.now() >= until) return null;
    await call.sleep(Math.min(100, Math.max(1, until - call.now())));
  }
}

async function waitForCreation(call: Call, timeoutMs: number): Promise<number> {
  const until = call.now() + timeoutMs;
  for (const { type, names } of readArguments(call, call.args))
    for (const name of names) {
      while (currentOf(() => call.client.get(type, call.namespace, name)) === null) {
        if (call.now() >= until) throw new KubectlError('timed out waiting for the condition');
        await call.sleep(100);
      }
      call.stdout(`${resourceName(type, name)} condition met\n`);
    }
  return 0;
}

function currentOf(get: () => Loose): Loose | null {
  try {
    return get();
  } catch (error) {
    if (error instanceof ServerError && error.status.reason === 'NotFound') return null;
    throw error;
  }
}

function testOf(condition: string): Test {
  const lower = condition.toLowerCase();
  if (lower === 'create') return () => true;
  if (lower.startsWith('condition=')) {
    const [, wanted = '', value = 'true'] = condition.split('=');
    return (object) => {
      const { conditions = [], observedGeneration: seen } = (object as { status?: Conditions }).status ?? {};
      const { generation = 0 } = object.metadata;
      return conditions.some(
        ({ type, status, observedGeneration = seen }) =>
          type.toLowerCase() === wanted.toLowerCase() &&
          status.toLowerCase() === value.toLowerCase() &&
          // What was said of an older spec says nothing of this one.
          (observedGeneration === undefined || generation <= observedGeneration),
      );
    };
  }
  const path = /^jsonpath=(\{[^}]*\}|[^=]+)(?:=(.*))?$/i.exec(condition);
  if (path !== null) {
    const [, expression = '', value] = path;
    if (!/^(?:\{[^{}]*\}|[^{}]+)$/.test(expression))
      throw new KubectlError(
        "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
      );
    const wanted = value?.replace(/^(["'])(.*)\1$/, '$2');
    return (object) => {
      const found = valuesAt(expression, object);
      return wanted === undefined ? found.length > 0 : found.some((each) => String(each) === wanted);
    };
  }
  throw new KubectlError(`unrecognized condition: ${JSON.stringify(condition)}`);
}
