/** What kubectl prints of a command that the container does not have: the words of runc, containerd and the kubelet, in a row. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** A container has no program of this name, and no shell said so before. */
export class NoSuchProgram extends Error {
  readonly program: string;
  constructor(program: string) {
    super(`${program}: not found`);
    this.program = program;
  }
}

/** Each exec has an id of its own; here it follows from what was asked, and where. */
export function startError({ program }: NoSuchProgram, place: string): string {
  const id = bytesToHex(sha256(utf8ToBytes(`${place} ${program}`)));
  const why = program.includes('/')
    ? `stat ${program}: no such file or directory`
    : 'executable file not found in $PATH';
  return `error executing command in container: failed to exec in container: failed to start exec ${JSON.stringify(id)}: OCI runtime exec failed: exec failed: unable to start container process: exec: ${JSON.stringify(program)}: ${why}: unknown`;
}
