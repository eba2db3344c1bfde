/** What kubectl finds beyond the API: a command or the prompt inside a Pod, and the YAML view. */
import type { Inside } from '../kubectl/call.ts';
import { KubectlError } from '../kubectl/client.ts';
import type { ShellPlace } from './place.ts';
import { isShell, type Shell, type Surroundings } from './shell.ts';
import { NoSuchProgram, startError } from './startError.ts';

export function insideOf(
  shell: Shell,
  { stdin, stdout, stderr }: Pick<Surroundings, 'stdin' | 'stdout' | 'stderr'>,
): Inside {
  const { screen } = shell;
  return {
    exec({ namespace, name }, _container, command, isInteractive) {
      const place: ShellPlace = { type: 'Pod', key: `Pod/${namespace}/${name}` };
      if (isShell(command[0]) && command.length === 1 && isInteractive && stdin === null) {
        shell.placesBefore.push(shell.place);
        shell.goTo(place);
        return 0;
      }
      try {
        return shell.runProgram(command, place, { stdin: isInteractive ? stdin : null, stdout, stderr });
      } catch (error) {
        if (!(error instanceof NoSuchProgram)) throw error;
        throw new KubectlError(`Internal error occurred: ${startError(error, place.key)}`);
      }
    },
    edit({ namespace, name, kind, group }) {
      if (screen.edit === undefined) return false;
      screen.edit(`${kind}${group === '' ? '' : `.${group}`}/${namespace}/${name}`);
      return true;
    },
  };
}
