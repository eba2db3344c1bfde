/** What the shell itself can do, and the small programs that are on every machine. */
import { verbs } from '../kubectl/verbs.ts';
import { podPlaceOf, resolverOf } from './dnsLookup.ts';
import { filters } from './filters.ts';
import { hostnameOf } from './place.ts';
import type { Shell, Surroundings } from './shell.ts';
import { tools } from './tools.ts';

export interface BuiltinCall extends Surroundings {
  readonly shell: Shell;
  readonly args: readonly string[];
}

export interface Builtin {
  readonly short: string;
  /** It can also be run by `kubectl exec`. */
  readonly isProgram?: boolean;
  run(call: BuiltinCall): number | Promise<number>;
}

export const builtins: Readonly<Record<string, Builtin>> = {
  help: { short: 'Say what can be typed here', run: help },
  clear: {
    short: 'Empty the screen',
    run({ shell }) {
      shell.screen.clear();
      return 0;
    },
  },
  exit: {
    short: 'Leave the Pod or Node',
    run({ shell, args }) {
      const exitCode = exitCodeOf(shell, args);
      shell.variables.set('?', String(exitCode));
      const before = shell.placesBefore.pop();
      shell.goTo(before ?? { type: 'laptop' });
      return exitCode;
    },
  },
  echo: {
    short: 'Print words',
    isProgram: true,
    run({ args, stdout }) {
      const [first] = args;
      stdout(first === '-n' ? args.slice(1).join(' ') : `${args.join(' ')}\n`);
      return 0;
    },
  },
  cat: { short: 'Print /etc/resolv.conf or /etc/hosts, or what comes in', isProgram: true, run: cat },
  hostname: {
    short: 'Print the name of this machine',
    isProgram: true,
    run({ shell, stdout }) {
      stdout(`${hostnameOf(shell.place)}\n`);
      return 0;
    },
  },
  env: { short: 'Print the environment', isProgram: true, run: env },
  export: {
    short: 'Set a variable (NAME=value)',
    run({ shell, args }) {
      for (const word of args) {
        const equals = word.indexOf('=');
        if (equals > 0) shell.variables.set(word.slice(0, equals), word.slice(equals + 1));
      }
      return 0;
    },
  },
  history: {
    short: 'List the lines of before',
    run({ shell, stdout }) {
      stdout(shell.lines.map((line, index) => `${String(index + 1).padStart(5)}  ${line}\n`).join(''));
      return 0;
    },
  },
  sleep: {
    short: 'Wait so many seconds of the simulated clock',
    isProgram: true,
    async run({ args, sleep }) {
      await sleep(Math.min(600, Number(args[0]) || 0) * 1000).catch(() => {});
      return 0;
    },
  },
  true: { short: 'Succeed', isProgram: true, run: () => 0 },
  false: { short: 'Fail', isProgram: true, run: () => 1 },
};

/** The one that is named, else that of the command before. */
export function exitCodeOf({ variables }: Pick<Shell, 'variables'>, [word]: readonly string[]): number {
  return Number(word ?? variables.get('?') ?? 0) & 255;
}

function help({ stdout, shell }: BuiltinCall): number {
  const row = (name: string, short: string) => `  ${name.padEnd(14)} ${short}\n`;
  const rows = (table: Readonly<Record<string, { short: string }>>) =>
    Object.entries(table)
      .map(([name, { short }]) => row(name, short))
      .join('');
  const here = Object.entries(tools).filter(([, { places }]) => places?.includes(shell.place.type) ?? true);
  stdout(
    `${shell.place.type === 'laptop' ? `kubectl: changes the cluster on the canvas. One line is one undo step.\n${rows(verbs)}\n` : ''}Tools, from where the prompt stands. What they send is seen on the canvas:\n${here
      .map(([name, { short }]) => row(name, short))
      .join(
        '',
      )}\nThe shell:\n${rows(builtins)}${row(Object.keys(filters).join(' '), 'Behind a pipe: |')}${row('watch', 'Repeat a command ([-n SECONDS] COMMAND)')}\nTab completes, ↑ and ↓ go through the lines of before, Ctrl+C stops. Lines may be joined by ; && ||, and <<EOF begins a text.\n`,
  );
  return 0;
}

function cat(call: BuiltinCall): number {
  const { args, stdin, stdout, stderr, shell } = call;
  if (args.length === 0 || args[0] === '-') {
    stdout(stdin ?? '');
    return 0;
  }
  let exitCode = 0;
  for (const file of args) {
    const text = fileText(shell, file);
    if (text === null) {
      stderr(`cat: ${file}: No such file or directory\n`);
      exitCode = 1;
    } else stdout(text);
  }
  return exitCode;
}

function fileText(shell: Shell, file: string): string | null {
  const { place } = shell;
  if (file === '/etc/resolv.conf') {
    const { nameserver, search, ndots } = resolverOf({ shell, place });
    return nameserver === null
      ? 'nameserver 192.168.1.1\n'
      : `search ${search.join(' ')}\nnameserver ${nameserver}\noptions ndots:${ndots}\n`;
  }
  if (file === '/etc/hosts') {
    const pod = podPlaceOf({ shell, place });
    if (pod === null) return `127.0.0.1\tlocalhost\n127.0.1.1\t${hostnameOf(place)}\n`;
    return `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::\tip6-localnet\nfe00::\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n${pod.address}\t${pod.name}\n`;
  }
  if (file === '/etc/hostname') return `${hostnameOf(place)}\n`;
  return null;
}

/** Of a Pod: what its containers declare, and Services of its namespace as the kubelet tells them. */
function env({ shell, stdout }: BuiltinCall): number {
  const lines = [
    `HOSTNAME=${hostnameOf(shell.place)}`,
    'HOME=/root',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'TERM=xterm',
  ];
  if (shell.place.type === 'Pod') {
    const pod = shell.ground.objects().get(shell.place.key) as unknown as {
      spec?: { containers?: { env?: { name: string; value?: string }[] }[] };
    };
    for (const { name, value = '' } of pod?.spec?.containers?.[0]?.env ?? []) lines.push(`${name}=${value}`);
  }
  for (const [name, value] of shell.variables) if (name !== '?') lines.push(`${name}=${value}`);
  stdout(lines.map((line) => `${line}\n`).join(''));
  return 0;
}
