/** The terminal's own kubectl, run on a cluster as the real one is run on a server, so that both can be compared. */
import { answer } from '../kubeApi/api.ts';
import { type Cluster, letTimePass } from '../kubeApi/cluster.ts';
import { createClient } from '../kubectl/client.ts';
import { runKubectl } from '../kubectl/runKubectl.ts';
import { timestampAt } from '../simulation/clockTime.ts';
import type { Scene } from '../simulation/scene.ts';
import { insideOf } from '../terminal/inside.ts';
import { openShell } from '../terminal/shell.ts';
import { type Kubectl, withoutTimes } from './commandLineRun.ts';
import { createLiveLog } from './liveLog.ts';
import { groundOfServer } from './serverGround.ts';

const LONGEST_WAIT_MS = 60 * 60_000;

export function ownKubectl(cluster: Cluster, scene: Scene): Kubectl {
  let namespace = 'default';
  const shell = openShell({
    ground: groundOfServer(createLiveLog(scene), cluster, true),
    screen: { print() {}, clear() {}, onPlace() {} },
  });
  return {
    wait: (ms) => letTimePass(cluster, ms),
    async run(words, stdin) {
      const printed = { stdout: '', stderr: '' };
      let waitedMs = 0;
      const output = {
        stdout(text: string) {
          printed.stdout += text;
        },
        stderr(text: string) {
          printed.stderr += text;
        },
      };
      const environment = {
        client: createClient(
          (request) =>
            answer(cluster, { ...request, headers: { 'user-agent': 'kubectl/v1.35.2', ...request.headers } }),
          (text) => {
            printed.stderr += `Warning: ${text}\n`;
          },
        ),
        stdin,
        namespace,
        now: () => Date.parse(timestampAt(0)) + cluster.simulation.now + waitedMs,
        ...output,
        signal: new AbortController().signal,
        // The real one waits by its own clock, before a server whose clock stands still.
        async sleep(ms: number) {
          waitedMs += ms;
          if (waitedMs > LONGEST_WAIT_MS) throw new Error('waits for ever');
        },
        readFile: () => null,
        inside: insideOf(shell, { stdin, ...output }),
      };
      const exitCode = await runKubectl(words, environment).catch((error: unknown) => {
        printed.stderr += String(error);
        return -1;
      });
      namespace = environment.namespace;
      return { exitCode, stdout: withoutTimes(printed.stdout), stderr: withoutTimes(printed.stderr) };
    },
  };
}
