/** What an Ingress and an IngressClass may look like: pkg/apis/networking/validation, v1.35. */
import { forbidden, invalidEach, invalidValue, notSupported, required, tooLong } from './fieldError.ts';
import {
  type HTTPIngressPath,
  INGRESS_CLASS_ANNOTATION,
  type Ingress,
  type IngressBackend,
  type IngressRule,
} from './ingress.ts';
import type { IngressClass } from './ingressClass.ts';
import { familyOf } from './ip.ts';
import { validateImmutable, validateMetadata, validateMetadataUpdate } from './metadataValidation.ts';
import {
  byteLength,
  checkDNS1123Label,
  checkDNS1123Subdomain,
  checkPortName,
  checkPortNumber,
  checkWildcardSubdomain,
  nameIsDNSSubdomain,
} from './names.ts';
import type { StatusCause } from './status.ts';

const MOST_CONTROLLER_BYTES = 250;
const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];
const scopes = ['Cluster', 'Namespace'];
const invalidSequences = ['//', '/./', '/../', '%2f', '%2F'];
const invalidSuffixes = ['/..', '/.'];
const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const httpPath = new RegExp(`^${HTTP_PATH}$`);

export function validateIngress(ingress: Ingress, old?: Ingress): StatusCause[] {
  const errors =
    old === undefined
      ? validateMetadata(ingress.metadata, true, nameIsDNSSubdomain)
      : validateMetadataUpdate(ingress.metadata, old.metadata);
  errors.push(...validateSpec(ingress.spec));
  const annotation = ingress.metadata.annotations?.[INGRESS_CLASS_ANNOTATION];
  const { ingressClassName } = ingress.spec;
  if (
    old === undefined &&
    annotation !== undefined &&
    ingressClassName !== undefined &&
    annotation !== ingressClassName
  )
    errors.push(
      invalidValue(
        `annotations.${INGRESS_CLASS_ANNOTATION}`,
        annotation,
        'must match `ingressClassName` when both are specified',
      ),
    );
  return errors;
}

function validateSpec({
  rules = [],
  defaultBackend,
  tls = [],
  ingressClassName,
}: Ingress['spec']): StatusCause[] {
  const errors: StatusCause[] = [];
  if (rules.length === 0 && defaultBackend === undefined)
    errors.push(invalidValue('spec', null, 'either `defaultBackend` or `rules` must be specified'));
  if (defaultBackend !== undefined) errors.push(...validateBackend('spec.defaultBackend', defaultBackend));
  for (const [index, rule] of rules.entries()) errors.push(...validateRule(`spec.rules[${index}]`, rule));
  for (const [index, { hosts = [], secretName }] of tls.entries()) {
    const field = `spec.tls[${index}]`;
    for (const [at, host] of hosts.entries()) errors.push(...checkHost(`${field}.hosts[${at}]`, host));
    if (secretName)
      errors.push(...invalidEach(`${field}.secretName`, secretName, checkDNS1123Subdomain(secretName)));
  }
  if (ingressClassName !== undefined)
    errors.push(
      ...invalidEach('spec.ingressClassName', ingressClassName, checkDNS1123Subdomain(ingressClassName)),
    );
  return errors;
}

function checkHost(field: string, host: string): StatusCause[] {
  return invalidEach(
    field,
    host,
    host.includes('*') ? checkWildcardSubdomain(host) : checkDNS1123Subdomain(host),
  );
}

function validateRule(field: string, { host, http }: IngressRule): StatusCause[] {
  const errors: StatusCause[] = [];
  if (host) {
    if (familyOf(host) !== null)
      errors.push(invalidValue(`${field}.host`, host, 'must be a DNS name, not an IP address'));
    errors.push(...checkHost(`${field}.host`, host));
  }
  if (http === undefined) return errors;
  const paths = http.paths ?? [];
  if (paths.length === 0) errors.push(required(`${field}.http.paths`));
  for (const [index, path] of paths.entries())
    errors.push(...validatePath(`${field}.http.paths[${index}]`, path));
  return errors;
}

function validatePath(field: string, { path = '', pathType, backend }: HTTPIngressPath): StatusCause[] {
  if (pathType === undefined) return [required(`${field}.pathType`, 'pathType must be specified')];
  const errors: StatusCause[] = [];
  const wrong = (detail: string) => errors.push(invalidValue(`${field}.path`, path, detail));
  const mayBeEmpty = pathType === 'ImplementationSpecific';
  if (!pathTypes.includes(pathType)) errors.push(notSupported(`${field}.pathType`, pathType, pathTypes));
  else if (!path.startsWith('/') && !(mayBeEmpty && path === '')) wrong('must be an absolute path');
  if (pathType === 'Exact' || pathType === 'Prefix') {
    for (const sequence of invalidSequences)
      if (path.includes(sequence)) wrong(`must not contain '${sequence}'`);
    for (const suffix of invalidSuffixes) if (path.endsWith(suffix)) wrong(`cannot end with '${suffix}'`);
  }
  return [...errors, ...validateBackend(`${field}.backend`, backend)];
}

function validateBackend(field: string, { service, resource }: IngressBackend): StatusCause[] {
  if (service !== undefined && resource !== undefined)
    return [invalidValue(field, '', 'cannot set both resource and service backends')];
  if (resource !== undefined) return validateTypedReference(`${field}.resource`, resource);
  if (service === undefined) return [invalidValue(field, '', 'resource or service backend is required')];
  const errors: StatusCause[] = [];
  if (!service.name) errors.push(required(`${field}.service.name`));
  else errors.push(...invalidEach(`${field}.service.name`, service.name, checkDNS1123Label(service.name)));
  const { name, number } = service.port ?? {};
  if (name && number) errors.push(invalidValue(field, '', 'cannot set both port name & port number'));
  else if (name) errors.push(...invalidEach(`${field}.service.port.name`, name, checkPortName(name)));
  else if (number)
    errors.push(...invalidEach(`${field}.service.port.number`, number, checkPortNumber(number)));
  else errors.push(required(field, 'port name or number is required'));
  return errors;
}

function validateTypedReference(
  field: string,
  { apiGroup, kind, name }: { apiGroup?: string; kind: string; name: string },
): StatusCause[] {
  const errors: StatusCause[] = [];
  if (apiGroup !== undefined)
    errors.push(...invalidEach(`${field}.apiGroup`, apiGroup, checkDNS1123Subdomain(apiGroup)));
  for (const [key, value] of Object.entries({ kind, name })) {
    if (!value) errors.push(required(`${field}.${key}`, `${key} is required`));
    else if (value === '.' || value === '..')
      errors.push(invalidValue(`${field}.${key}`, value, `may not be '${value}'`));
    else
      for (const illegal of ['/', '%'])
        if (value.includes(illegal))
          errors.push(invalidValue(`${field}.${key}`, value, `may not contain '${illegal}'`));
  }
  return errors;
}

export function validateIngressClass(ingressClass: IngressClass, old?: IngressClass): StatusCause[] {
  const { metadata, spec } = ingressClass;
  const errors =
    old === undefined
      ? validateMetadata(metadata, false, nameIsDNSSubdomain)
      : [
          ...validateMetadataUpdate(metadata, old.metadata),
          ...validateImmutable('spec.controller', spec.controller, old.spec.controller),
        ];
  const controller = spec.controller ?? '';
  if (byteLength(controller) > MOST_CONTROLLER_BYTES)
    errors.push(tooLong('spec.controller', MOST_CONTROLLER_BYTES));
  errors.push(...validateDomainPrefixedPath('spec.controller', controller));
  const { parameters } = spec;
  if (parameters === undefined) return errors;
  const field = 'spec.parameters';
  errors.push(...validateTypedReference(field, parameters));
  const { scope, namespace } = parameters;
  if (scope === undefined) errors.push(required(`${field}.scope`));
  else if (!scopes.includes(scope)) errors.push(notSupported(`${field}.scope`, scope, scopes));
  else if (scope === 'Namespace' && !namespace)
    errors.push(required(`${field}.namespace`, "`parameters.scope` is set to 'Namespace'"));
  else if (scope === 'Cluster' && namespace !== undefined)
    errors.push(forbidden(`${field}.namespace`, "`parameters.scope` is set to 'Cluster'"));
  else if (namespace)
    errors.push(...invalidEach(`${field}.namespace`, namespace, checkDNS1123Label(namespace)));
  return errors;
}

/** apimachinery `IsDomainPrefixedPath`. */
function validateDomainPrefixedPath(field: string, value: string): StatusCause[] {
  if (value === '') return [required(field)];
  const slash = value.indexOf('/');
  const host = value.slice(0, Math.max(0, slash));
  const path = value.slice(slash + 1);
  if (host === '' || path === '')
    return [invalidValue(field, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  const errors = invalidEach(field, host, checkDNS1123Subdomain(host));
  if (!httpPath.test(path))
    errors.push(invalidValue(field, path, `Invalid path (regex used for validation is '${HTTP_PATH}')`));
  return errors;
}
