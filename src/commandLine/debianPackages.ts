/** Debian's and Ubuntu's packages, for checks that need a program which is not there: installed by root only, and said so. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether it could be tried at all; its output goes to stderr, for this is a side errand. */
export function installPackage(name: string): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.error(`No ${name} here yet: installing the package with apt-get …`);
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', process.stderr, process.stderr] as ['ignore', NodeJS.WriteStream, NodeJS.WriteStream],
  };
  spawnSync('apt-get', ['update', '-q'], options);
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], options);
  return true;
}

/** Wireshark's reader of capture files, or null where there is none and none can be installed. */
export function findTshark(): string | null {
  const isThere = () => spawnSync('tshark', ['--version']).status === 0;
  if (!isThere()) installPackage('tshark');
  return isThere() ? 'tshark' : null;
}
