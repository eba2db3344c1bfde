/** The page's shell: it stands on the playground, and has a laptop with a kubectl that writes through it. */
import type { Environment, Inside } from '../kubectl/call.ts';
import { createClient, KubectlError } from '../kubectl/client.ts';
import { startKubectl } from '../kubectl/runKubectl.ts';
import type { Playground } from '../playground/playground.ts';
import { groundOf } from './ground.ts';
import { openLiveCluster } from './liveCluster.ts';
import type { ShellPlace } from './place.ts';
import { isShell, openShell, type Screen, type Shell, type Surroundings } from './shell.ts';
import { NoSuchProgram, startError } from './startError.ts';

export interface Session extends Shell {
  readonly playground: Playground;
  close(): void;
}

export function openSession(playground: Playground, screen: Screen): Session {
  const live = openLiveCluster(playground);
  const gesture = () => `terminal line ${shell.lineNumber}`;
  const client = createClient(
    (request) => live.answer(request, gesture()),
    (warning) => screen.print(`Warning: ${warning}\n`),
  );
  let namespace = 'default';
  const shell: Shell = openShell({
    ground: groundOf(playground),
    screen,
    kubectl: {
      client,
      get namespace() {
        return namespace;
      },
      run: runKubectl,
    },
  });

  function runKubectl(args: readonly string[], surroundings: Surroundings): number | Promise<number> {
    const environment: Environment = {
      ...surroundings,
      client,
      namespace,
      readFile: () => null,
      inside: insideOf(surroundings),
    };
    const keepNamespace = () => {
      namespace = environment.namespace;
    };
    const result = playground.transact(gesture(), () => startKubectl(args, environment));
    if (result instanceof Promise) return result.finally(keepNamespace);
    keepNamespace();
    return result;
  }

  function insideOf({ stdin, stdout, stderr, now }: Surroundings): Inside {
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
          throw new KubectlError(`Internal error occurred: ${startError(error, place.key, now())}`);
        }
      },
      edit({ namespace, name, kind, group }) {
        if (screen.edit === undefined) return false;
        screen.edit(`${kind}${group === '' ? '' : `.${group}`}/${namespace}/${name}`);
        return true;
      },
    };
  }

  return Object.assign(shell, { playground, close });

  function close(): void {
    shell.interrupt();
    live.close();
  }
}
