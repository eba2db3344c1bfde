/** How kubectl words errors, and with which exit code. Models kubectl/pkg/cmd/util/helpers.go. */
import type { Status } from '../kubernetes/status.ts';
import { KubectlError, ServerError } from './client.ts';
import { FlagError } from './flags.ts';

/** Wrong usage: kubectl points at the help of the verb. */
export class UsageError extends KubectlError {}

/** What kubectl prints as it is, without `error: `. */
export class BareError extends KubectlError {}

/** Several at once: each on a line of its own. */
export class ManyErrors extends KubectlError {
  readonly errors: readonly Error[];
  constructor(errors: readonly Error[]) {
    super(errors.map(({ message }) => message).join('\n'));
    this.errors = errors;
  }
}

export function resourceUsage(_verb: string): string {
  return 'kubectl';
}

/** `Error from server (NotFound): pods "x" not found` */
export function messageOf(error: Error): string {
  if (!(error instanceof ServerError)) return error.message;
  const { reason, message } = error.status;
  return reason === undefined || reason === ''
    ? `Error from server: ${message}`
    : `Error from server (${reason}): ${message}`;
}

/** The same refusal, saying what was being done with which file. */
export function whileDoing(deed: string, source: string, error: unknown): Error {
  if (!(error instanceof ServerError)) return error as Error;
  const { status } = error;
  return new ServerError({
    ...status,
    message: `error when ${deed} ${JSON.stringify(source)}: ${status.message}`,
  });
}

export function throwAll(errors: readonly Error[]): void {
  if (errors.length === 1) throw errors[0]!;
  if (errors.length > 1) throw new ManyErrors(errors);
}

function invalidMessage({ message, details }: Status): string {
  if (details === undefined) return `Error from server (Invalid): ${message}`;
  const { kind = '', name = '', causes = [] } = details;
  let words = 'The request is invalid';
  if (kind !== '' || name !== '') words = `The ${kind} ${JSON.stringify(name)} is invalid`;
  else if (message !== '' && causes.length === 0) words = `${words}: ${message}`;
  const problems = [
    ...new Set(causes.map(({ field, message: text }) => (field === '' ? text : `${field}: ${text}`))),
  ];
  if (problems.length === 0) return words;
  return problems.length === 1
    ? `${words}: ${problems[0]}`
    : `${words}: \n${problems.map((problem) => `* ${problem}\n`).join('')}`;
}

/** What goes to stderr. */
export function errorText(error: unknown, command: string): string {
  const withNewline = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);
  if (error instanceof FlagError) return `error: ${error.message}\nSee '${command} --help' for usage.\n`;
  if (error instanceof UsageError)
    return `error: ${error.message}\nSee '${command} -h' for help and examples\n`;
  if (error instanceof BareError) return withNewline(error.message);
  if (error instanceof ManyErrors)
    return withNewline(error.errors.map((each) => withNewline(messageOf(each))).join(''));
  if (error instanceof ServerError)
    return withNewline(error.status.reason === 'Invalid' ? invalidMessage(error.status) : messageOf(error));
  if (error instanceof KubectlError)
    return withNewline(error.message.startsWith('error: ') ? error.message : `error: ${error.message}`);
  throw error;
}
