/** Tab: verbs, types, names, flags, namespaces, and what tools may be asked for. */

import type { Verb } from '../kubectl/call.ts';
import { findType, type ResourceType } from '../kubectl/client.ts';
import { globalFlags } from '../kubectl/runKubectl.ts';
import { verbs } from '../kubectl/verbs.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { builtins } from './builtins.ts';
import { filters } from './filters.ts';
import type { Shell, ShellKubectl } from './shell.ts';
import { tools } from './tools.ts';

export interface Completion {
  /** Where the word begins that is completed. */
  readonly from: number;
  readonly candidates: readonly string[];
}

export function complete(shell: Shell, text: string, cursor: number): Completion {
  const before = text.slice(0, cursor);
  const command = before.slice(
    Math.max(before.lastIndexOf('|'), before.lastIndexOf(';'), before.lastIndexOf('&')) + 1,
  );
  const words = command.trimStart().split(/\s+/);
  const typed = words.at(-1) ?? '';
  const from = cursor - typed.length;
  const matching = (candidates: readonly string[]): Completion => ({
    from,
    candidates: [...new Set(candidates)].filter((each) => each.startsWith(typed)).sort(),
  });
  if (words.length === 1) return matching(programs(shell));
  if (words[0] === 'watch') {
    const watched = words.slice(1).join(' ');
    return { from, candidates: complete(shell, watched, watched.length).candidates };
  }
  if (words[0] === 'kubectl' || words[0] === 'k')
    return shell.kubectl === null || shell.place.type !== 'laptop'
      ? { from, candidates: [] }
      : ofKubectl(shell, shell.kubectl, words.slice(1), typed, matching, from);
  if (words[0] !== undefined && tools[words[0]] !== undefined) return matching(hosts(shell));
  if (words[0] === 'cat') return matching(['/etc/resolv.conf', '/etc/hosts', '/etc/hostname']);
  return { from, candidates: [] };
}

function programs({ place }: Shell): string[] {
  const here = Object.entries(tools).filter(([, { places }]) => places?.includes(place.type) ?? true);
  return [
    ...(place.type === 'laptop' ? ['kubectl'] : []),
    ...here.map(([name]) => name),
    ...Object.keys(filters),
    ...Object.keys(builtins),
    'watch',
  ];
}

function objectsIn(shell: Shell): KubernetesObject[] {
  return [...shell.ground.objects().values()];
}

function hosts(shell: Shell): string[] {
  return objectsIn(shell)
    .filter(({ kind }) => kind === 'Service')
    .map(({ metadata: { name, namespace = 'default' } }) =>
      namespace === 'default' ? name : `${name}.${namespace}`,
    );
}

function ofKubectl(
  shell: Shell,
  { client: { types }, namespace: usual }: ShellKubectl,
  words: readonly string[],
  typed: string,
  matching: (candidates: readonly string[]) => Completion,
  from: number,
): Completion {
  const previous = words.at(-2) ?? '';
  if (previous === '-n' || previous === '--namespace')
    return matching(
      objectsIn(shell)
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ metadata }) => metadata.name),
    );
  if (previous === '-o' || previous === '--output')
    return matching(['wide', 'yaml', 'json', 'name', 'jsonpath=', 'custom-columns=']);
  const args = words
    .slice(0, -1)
    .filter(
      (word, index) =>
        !word.startsWith('-') && !/^(?:-n|--namespace|-o|-l|-f|-c)$/.test(words[index - 1] ?? ''),
    );
  const [first = '', second = ''] = args;
  if (first === '') return matching(Object.keys(verbs));
  const verb: Verb | undefined = verbs[first];
  if (verb === undefined) return { from, candidates: [] };
  const below = verb.verbs?.[second];
  const row = below ?? verb;
  if (typed.startsWith('-'))
    return matching(
      Object.keys({ ...globalFlags, ...row.flags }).map(
        (name) => `--${name}${row.flags[name]?.type === 'string' ? '=' : ''}`,
      ),
    );
  if (verb.verbs !== undefined && below === undefined && args.length === 1)
    return matching(Object.keys(verb.verbs));
  const rest = args.slice(below === undefined ? 1 : 2);
  const namespace = namespaceOf(words) ?? usual;
  const ofType = (type: ResourceType | undefined) =>
    type === undefined
      ? []
      : objectsIn(shell)
          .filter(
            (object) =>
              object.kind === type.kind &&
              (!type.namespaced || (object.metadata.namespace ?? 'default') === namespace),
          )
          .map(({ metadata }) => metadata.name);
  if (['exec', 'logs', 'port-forward'].includes(first)) return matching(ofType(findType(types, 'pods')));
  if (['cordon', 'uncordon', 'drain'].includes(first)) return matching(ofType(findType(types, 'nodes')));
  if (typed.includes('/')) {
    const kind = typed.slice(0, typed.indexOf('/'));
    return matching(ofType(findType(types, kind)).map((name) => `${kind}/${name}`));
  }
  if (rest.length === 0) return matching(['all', ...types.map(({ plural }) => plural)]);
  return matching(ofType(findType(types, rest[0]!)));
}

function namespaceOf(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === '-n' || word === '--namespace');
  return at < 0 ? undefined : words[at + 1];
}
