/** Who may talk to the local server: this machine under its own name, with the token, and pages of the server itself. */
import { timingSafeEqual } from 'node:crypto';
import { failure, type Status } from '../kubernetes/status.ts';

export interface Caller {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** The first segment of the path. */
  readonly token: string;
}

export interface Access {
  readonly token: string;
  /** Other origins whose pages may ask, such as that of a development server. */
  readonly origins: readonly string[];
}

const THIS_MACHINE = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/;

/**
 * Null for who may. A name that was made to point at this machine (DNS rebinding) is refused by the Host header, pages of
 * other sites by their Origin, other users of the machine by the token.
 */
export function refuse({ host = '', origin, token }: Caller, access: Access): Status | null {
  if (!THIS_MACHINE.test(host))
    return failure(403, 'Forbidden', 'only this machine may ask, as 127.0.0.1 or localhost');
  if (origin !== undefined && origin !== `http://${host}` && !access.origins.includes(origin))
    return failure(403, 'Forbidden', `pages of ${origin} may not ask`);
  if (!isSame(token, access.token)) return failure(401, 'Unauthorized', 'Unauthorized');
  return null;
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
