/** The page's shell: it stands on the playground, and has a laptop with a kubectl that writes through it. */
import type { Environment } from '../kubectl/call.ts';
import { createClient } from '../kubectl/client.ts';
import { startKubectl } from '../kubectl/runKubectl.ts';
import type { Playground } from '../playground/playground.ts';
import { groundOf } from './ground.ts';
import { insideOf } from './inside.ts';
import { openLiveCluster } from './liveCluster.ts';
import { openShell, type Screen, type Shell, type Surroundings } from './shell.ts';

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
      inside: insideOf(shell, surroundings),
    };
    const keepNamespace = () => {
      namespace = environment.namespace;
    };
    const result = playground.transact(gesture(), () => startKubectl(args, environment));
    if (result instanceof Promise) return result.finally(keepNamespace);
    keepNamespace();
    return result;
  }

  return Object.assign(shell, { playground, close });

  function close(): void {
    shell.interrupt();
    live.close();
  }
}
