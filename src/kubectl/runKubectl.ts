/** kubectl as a function: words in, text and an exit code out. It knows the cluster only through the API. */
import type { Call, Environment, Verb } from './call.ts';
import { KubectlError } from './client.ts';
import { type FlagTable, parseFlags } from './flags.ts';
import { helpOf, overview } from './help.ts';
import { errorText, UsageError } from './messages.ts';
import { suggestionsFor } from './suggestions.ts';
import { verbs } from './verbs.ts';

/** Every verb takes these. */
export const globalFlags: FlagTable = {
  namespace: { short: 'n', type: 'string', help: 'If present, the namespace scope for this CLI request' },
  context: { type: 'string' },
  cluster: { type: 'string' },
  kubeconfig: { type: 'string' },
  user: { type: 'string' },
  server: { short: 's', type: 'string' },
  'request-timeout': { type: 'string', default: '0' },
  v: { short: 'v', type: 'int', default: '0' },
  help: { short: 'h', type: 'bool' },
};

/** Verbs of the real one that need more than there is here. */
const ELSEWHERE = ['attach', 'auth', 'autoscale', 'certificate', 'cp', 'debug', 'kustomize', 'proxy', 'top'];

function out(text: string): KubectlError {
  return new KubectlError(text);
}

/** The verb that the words name, and what is left of them. */
function findVerb(words: readonly string[]): FoundVerb | string {
  const at = firstArgument(words);
  if (at < 0) return '';
  const word = words[at]!;
  const verb = verbNamed(verbs, word);
  if (verb === undefined) return word;
  const rest = [...words.slice(0, at), ...words.slice(at + 1)];
  return below({ ...verb, path: verb.name, rest });
}

interface FoundVerb {
  readonly verb: Verb;
  readonly path: string;
  readonly rest: readonly string[];
}

/** `create service clusterip`: as deep as the words lead. */
function below({ verb, path, rest }: FoundVerb): FoundVerb {
  const at = firstArgument(rest);
  const next = at < 0 || verb.verbs === undefined ? undefined : verbNamed(verb.verbs, rest[at]!);
  if (next === undefined) return { verb, path, rest };
  return below({
    verb: next.verb,
    path: `${path} ${next.name}`,
    rest: [...rest.slice(0, at), ...rest.slice(at + 1)],
  });
}

function verbNamed(
  table: Readonly<Record<string, Verb>>,
  word: string,
): { name: string; verb: Verb } | undefined {
  const own = Object.hasOwn(table, word) ? table[word] : undefined;
  if (own !== undefined) return { name: word, verb: own };
  const found = Object.entries(table).find(([, { aliases }]) => aliases?.includes(word));
  return found && { name: found[0], verb: found[1] };
}

/** A flag before the verb that only some verbs have: the real one then looks for a plugin. */
function strangeFlagBefore(words: readonly string[]): string | undefined {
  const at = firstArgument(words);
  return words
    .slice(0, Math.max(0, at))
    .find((word) => word.startsWith('-') && !isGlobal(word.replace(/=.*$/, '')));
}

function isGlobal(word: string): boolean {
  return Object.entries(globalFlags).some(
    ([name, { short }]) => word === `--${name}` || (short !== undefined && word.startsWith(`-${short}`)),
  );
}

/** The place of the first word that is neither a flag nor a global flag's value. */
function firstArgument(words: readonly string[]): number {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') return -1;
    if (!word.startsWith('-')) return at;
    if (/^(?:-n|-s|--(?:namespace|context|cluster|kubeconfig|user|server))$/.test(word)) at += 1;
  }
  return -1;
}

export async function runKubectl(words: readonly string[], environment: Environment): Promise<number> {
  const result = startKubectl(words, environment);
  return typeof result === 'number' ? result : await result;
}

/** Like `runKubectl`, but what needs no time is done when it returns. */
export function startKubectl(words: readonly string[], environment: Environment): number | Promise<number> {
  let command = 'kubectl';
  let failureCode = 1;
  const fail = (error: unknown): number => {
    if (environment.signal.aborted) return 130;
    environment.stderr(errorText(error, command));
    return failureCode;
  };
  try {
    const found = findVerb(words);
    const misplaced = strangeFlagBefore(words);
    if (misplaced !== undefined) {
      environment.stderr(`Error: flags cannot be placed before plugin name: ${misplaced}\n`);
      return 1;
    }
    if (found === '') {
      environment.stdout(overview(verbs));
      return 0;
    }
    if (typeof found === 'string') {
      if (ELSEWHERE.includes(found))
        throw out(
          `kubectl ${found} is not part of this terminal; a real kubectl speaks to the same cluster by npm run serve`,
        );
      const similar = suggestionsFor(found, [...Object.keys(verbs), ...ELSEWHERE]);
      const hint =
        similar.length === 0
          ? ''
          : `\n\nDid you mean this?\n${similar.map((name) => `\t${name}\n`).join('')}`;
      throw out(`unknown command ${JSON.stringify(found)} for "kubectl"${hint}`);
    }
    const { verb, path, rest } = found;
    command = `kubectl ${path}`;
    failureCode = verb.failureCode ?? 1;
    const parsed = parseFlags(rest, { ...globalFlags, ...verb.flags });
    if (parsed.flags.isOn('help')) {
      environment.stdout(helpOf(command, verb));
      return 0;
    }
    if (verb.run === undefined) {
      const [unknown] = parsed.args;
      if (unknown !== undefined) throw new UsageError(`unknown command ${JSON.stringify(unknown)}`);
      environment.stdout(helpOf(command, verb));
      return 1;
    }
    const call: Call = Object.assign(Object.create(null), {
      ...environment,
      ...parsed,
      environment,
      client: environment.client,
      namespace: parsed.flags.text('namespace') || environment.namespace,
      isNamespaceGiven: parsed.flags.has('namespace'),
      verb: path,
    });
    const result = verb.run(call);
    return result instanceof Promise ? result.catch(fail) : (result ?? 0);
  } catch (error) {
    return fail(error);
  }
}
