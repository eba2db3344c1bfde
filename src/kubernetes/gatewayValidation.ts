/**
 * What a GatewayClass and a Gateway may look like: the schemas and rules of their definitions (Gateway API v1.4, standard
 * channel), in the words of apiextensions' structural schemas and of CEL.
 */
import { atLeast, atMost, requiredText } from './customResourceValidation.ts';
import { invalidValue, notSupported } from './fieldError.ts';
import type { Gateway, Listener } from './gateway.ts';
import type { GatewayClass } from './gatewayClass.ts';
import { validateMetadata, validateMetadataUpdate } from './metadataValidation.ts';
import { nameIsDNSSubdomain } from './names.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { StatusCause } from './status.ts';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
export const HOSTNAME = `^(\\*\\.)?${SUBDOMAIN}$`;
export const PRECISE_HOSTNAME = `^${SUBDOMAIN}$`;
export const SECTION_NAME = `^${SUBDOMAIN}$`;
const CONTROLLER = `^${SUBDOMAIN}\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$`;
const PROTOCOL = `^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9]+$`;

export function validateGatewayMetadata(
  object: KubernetesObject,
  old: KubernetesObject | undefined,
  namespaced: boolean,
): StatusCause[] {
  return old === undefined
    ? validateMetadata(object.metadata, namespaced, nameIsDNSSubdomain)
    : validateMetadataUpdate(object.metadata, old.metadata);
}

/** A rule of the definition that does not hold: objects and lists are not printed. */
export function brokenRule(field: string, message: string): StatusCause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${message}`, field };
}

export function matchesPattern(field: string, value: string | undefined, pattern: string): StatusCause[] {
  return value === undefined || new RegExp(pattern).test(value)
    ? []
    : [invalidValue(field, value, `${field} in body should match '${pattern}'`)];
}

export function mostItems(field: string, list: readonly unknown[], most: number): StatusCause[] {
  return list.length <= most
    ? []
    : [
        {
          reason: 'FieldValueTooMany',
          message: `Too many: ${list.length}: must have at most ${most} items`,
          field,
        },
      ];
}

export function fewestItems(field: string, list: readonly unknown[]): StatusCause[] {
  return list.length > 0 ? [] : [invalidValue(field, 0, `${field} in body should have at least 1 items`)];
}

export function validGatewayPort(field: string, port: number | undefined): StatusCause[] {
  return [...atLeast(field, port, 1), ...atMost(field, port, 65_535)];
}

export function oneOfWords(
  field: string,
  value: string | undefined,
  words: readonly string[],
): StatusCause[] {
  return value === undefined || words.includes(value) ? [] : [notSupported(field, value, words)];
}

export function validateGatewayClass(gatewayClass: GatewayClass, old?: GatewayClass): StatusCause[] {
  const field = 'spec.controllerName';
  const { controllerName } = gatewayClass.spec;
  const errors = [
    ...validateGatewayMetadata(gatewayClass, old, false),
    ...requiredText(field, controllerName),
    ...(controllerName ? matchesPattern(field, controllerName, CONTROLLER) : []),
  ];
  if (old !== undefined && old.spec.controllerName !== controllerName)
    errors.push(invalidValue(field, controllerName, 'Value is immutable'));
  return errors;
}

export function validateGateway(gateway: Gateway, old?: Gateway): StatusCause[] {
  const { gatewayClassName, listeners = [] } = gateway.spec;
  const field = 'spec.listeners';
  return [
    ...validateGatewayMetadata(gateway, old, true),
    ...requiredText('spec.gatewayClassName', gatewayClassName),
    ...fewestItems(field, listeners),
    ...mostItems(field, listeners, 64),
    ...listeners.flatMap((listener, index) => validateListener(`${field}[${index}]`, listener)),
    ...validateTogether(field, listeners),
  ];
}

function validateListener(
  field: string,
  { name, hostname, port, protocol, allowedRoutes, tls }: Listener,
): StatusCause[] {
  const { from, selector: _ } = allowedRoutes?.namespaces ?? {};
  return [
    ...requiredText(`${field}.name`, name),
    ...(name ? matchesPattern(`${field}.name`, name, SECTION_NAME) : []),
    ...matchesPattern(`${field}.hostname`, hostname, HOSTNAME),
    ...validGatewayPort(`${field}.port`, port ?? 0),
    ...requiredText(`${field}.protocol`, protocol),
    ...(protocol ? matchesPattern(`${field}.protocol`, protocol, PROTOCOL) : []),
    ...oneOfWords(`${field}.allowedRoutes.namespaces.from`, from, ['All', 'Selector', 'Same']),
    ...oneOfWords(`${field}.tls.mode`, tls?.mode, ['Terminate', 'Passthrough']),
    ...(tls?.mode === 'Terminate' &&
    (tls.certificateRefs ?? []).length === 0 &&
    Object.keys(tls.options ?? {}).length === 0
      ? [brokenRule(`${field}.tls`, 'certificateRefs or options must be specified when mode is Terminate')]
      : []),
  ];
}

/** The rules about all listeners at once. */
function validateTogether(field: string, listeners: readonly Listener[]): StatusCause[] {
  const withoutTls = ['HTTP', 'TCP', 'UDP'];
  const withoutHost = ['TCP', 'UDP'];
  const isUnique = (keys: readonly string[]) => new Set(keys).size === keys.length;
  const rules: readonly [boolean, string][] = [
    [
      listeners.every(({ protocol, tls }) => !withoutTls.includes(protocol) || tls === undefined),
      "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
    ],
    [
      listeners.every(
        ({ protocol, tls }) => protocol !== 'HTTPS' || tls?.mode === undefined || tls.mode === 'Terminate',
      ),
      'tls mode must be Terminate for protocol HTTPS',
    ],
    [
      listeners.every(({ protocol, tls }) => protocol !== 'TLS' || tls?.mode !== undefined),
      'tls mode must be set for protocol TLS',
    ],
    [
      listeners.every(({ protocol, hostname }) => !withoutHost.includes(protocol) || !hostname),
      "hostname must not be specified for protocols ['TCP', 'UDP']",
    ],
    [isUnique(listeners.map(({ name }) => name)), 'Listener name must be unique within the Gateway'],
    [
      isUnique(listeners.map(({ port, protocol, hostname }) => `${port} ${protocol} ${hostname ?? ''}`)),
      'Combination of port, protocol and hostname must be unique for each listener',
    ],
  ];
  return rules.flatMap(([holds, message]) => (holds ? [] : [brokenRule(field, message)]));
}
