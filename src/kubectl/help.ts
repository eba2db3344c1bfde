/** `--help`: derived from the rows of verbs and flags. */
import type { Verb } from './call.ts';
import type { FlagTable } from './flags.ts';

export function overview(verbs: Readonly<Record<string, Verb>>): string {
  const rows = Object.entries(verbs).map(([name, { short }]) => `  ${name.padEnd(15)} ${short}`);
  return `kubectl controls the Kubernetes cluster manager.\n\nCommands:\n${rows.join('\n')}\n\nUsage:\n  kubectl [flags] [options]\n\nUse "kubectl <command> --help" for more information about a given command.\n`;
}

export function helpOf(command: string, { short, usage, flags, verbs }: Verb): string {
  const parts = [`${short}.`];
  if (verbs !== undefined) parts.push(`Available Commands:\n${commandLines(verbs)}`);
  const options = optionLines(flags);
  if (options.length > 0) parts.push(`Options:\n${options.join('\n')}`);
  parts.push(`Usage:\n  ${usage === '' ? `${command} [flags] [options]` : usage}`);
  return `${parts.join('\n\n')}\n`;
}

function commandLines(verbs: Readonly<Record<string, Verb>>): string {
  const names = Object.keys(verbs).sort();
  const width = Math.max(...names.map(({ length }) => length)) + 3;
  return names.map((name) => `  ${name.padEnd(width)}${verbs[name]!.short}`).join('\n');
}

function optionLines(flags: FlagTable): string[] {
  return Object.entries(flags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { short, type, default: value = '', help }]) => {
      const shown =
        type === 'bool' || type === 'int' ? value || (type === 'bool' ? 'false' : '0') : `'${value}'`;
      return `    ${short === undefined ? '' : `-${short}, `}--${name}=${shown}${help === undefined ? '' : `:\n\t${help}`}`;
    });
}
