/** What probes and life cycle hooks may look like: pkg/apis/core/validation `validateProbe`, `validateLifecycle` and `validateHandler`. */
import { forbidden, invalidEach, invalidValue, notSupported, required } from './fieldError.ts';
import { validateNonNegative } from './metadataValidation.ts';
import type { Container, Probe } from './pod.ts';
import { validatePortNumberOrName } from './portValidation.ts';
import type { StatusCause } from './status.ts';

/** What is done: what probes do, and for hooks also to sleep. */
interface Handler extends Partial<Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'>> {
  sleep?: { seconds?: number };
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const hooks = ['postStart', 'preStop'] as const;
const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;
const schemes = ['HTTP', 'HTTPS'];
const headerName = /^[-A-Za-z0-9]+$/;
const HEADER_NAME_RULE =
  "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";

export function validateHandlers(
  container: Container,
  path: string,
  graceSeconds: number | undefined,
): StatusCause[] {
  return [
    ...validateLifecycle(container.lifecycle, `${path}.lifecycle`, graceSeconds),
    ...probes.flatMap((key) => {
      const probe = container[key];
      return probe ? validateProbe(probe, `${path}.${key}`, key === 'readinessProbe') : [];
    }),
  ];
}

function validateLifecycle(
  lifecycle: unknown,
  path: string,
  graceSeconds: number | undefined,
): StatusCause[] {
  const given = (lifecycle ?? {}) as Partial<Record<(typeof hooks)[number], Handler>>;
  return hooks.flatMap((hook) => {
    const handler = given[hook];
    return handler ? validateHandler(handler, `${path}.${hook}`, graceSeconds) : [];
  });
}

function validateProbe(probe: Probe, path: string, isReadiness: boolean): StatusCause[] {
  const errors = validateHandler(probe, path, undefined);
  for (const key of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ] as const)
    errors.push(...validateNonNegative(`${path}.${key}`, probe[key]));
  const { successThreshold, terminationGracePeriodSeconds: grace } = probe;
  const graceField = `${path}.terminationGracePeriodSeconds`;
  if (grace !== undefined && grace <= 0)
    errors.push(invalidValue(graceField, grace, 'must be greater than 0'));
  if (isReadiness) {
    if (grace !== undefined)
      errors.push(invalidValue(graceField, grace, 'must not be set for readinessProbes'));
  } else if (successThreshold !== 1)
    errors.push(invalidValue(`${path}.successThreshold`, successThreshold, 'must be 1'));
  return errors;
}

function validateHandler(handler: Handler, path: string, graceSeconds: number | undefined): StatusCause[] {
  const given = handlers.filter((key) => handler[key]);
  if (given.length === 0) return [required(path, 'must specify a handler type')];
  return given.flatMap((key, index) =>
    index === 0
      ? validateAction(handler, key, `${path}.${key}`, graceSeconds)
      : [forbidden(`${path}.${key}`, 'may not specify more than 1 handler type')],
  );
}

function validateAction(
  handler: Handler,
  key: (typeof handlers)[number],
  path: string,
  graceSeconds: number | undefined,
): StatusCause[] {
  if (key === 'exec') return handler.exec?.command?.length ? [] : [required(`${path}.command`)];
  if (key === 'sleep') return validateSleep(handler.sleep?.seconds ?? 0, path, graceSeconds);
  const errors = validatePortNumberOrName(`${path}.port`, handler[key]?.port ?? 0);
  if (key !== 'httpGet') return errors;
  const { scheme, httpHeaders } = handler.httpGet as { scheme?: string; httpHeaders?: { name?: string }[] };
  if (scheme && !schemes.includes(scheme)) errors.push(notSupported(`${path}.scheme`, scheme, schemes));
  for (const { name = '' } of httpHeaders ?? [])
    if (!headerName.test(name)) errors.push(...invalidEach(`${path}.httpHeaders`, name, [HEADER_NAME_RULE]));
  return errors;
}

function validateSleep(seconds: number, path: string, graceSeconds: number | undefined): StatusCause[] {
  if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return [];
  const detail = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
  return [invalidValue(path, seconds, detail)];
}
