/** What an HTTPRoute may look like: the schema and rules of its definition (Gateway API v1.4, standard channel). */
import { requiredText } from './customResourceValidation.ts';
import { invalidValue } from './fieldError.ts';
import {
  brokenRule,
  fewestItems,
  HOSTNAME,
  matchesPattern,
  mostItems,
  oneOfWords,
  PRECISE_HOSTNAME,
  validateGatewayMetadata,
  validGatewayPort,
} from './gatewayValidation.ts';
import type {
  HTTPBackendRef,
  HTTPPathMatch,
  HTTPRoute,
  HTTPRouteFilter,
  HTTPRouteMatch,
  HTTPRouteRule,
  ParentReference,
} from './httpRoute.ts';
import type { StatusCause } from './status.ts';

const MOST_RULES = 16;
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];
const pathTypes = ['Exact', 'PathPrefix', 'RegularExpression'];
const filterFields = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
} as const satisfies Record<string, keyof HTTPRouteFilter>;
const onlyOnce = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite'];
const badSequences = ['//', '/./', '/../', '%2f', '%2F', '#'];
const badEndings = ['/..', '/.'];
const PLAIN_PATH = "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$";
const plainPath = new RegExp(PLAIN_PATH);
const FOR_PLAIN = "when type one of ['Exact', 'PathPrefix']";

export function validateHTTPRoute(route: HTTPRoute, old?: HTTPRoute): StatusCause[] {
  const { parentRefs = [], hostnames = [], rules = [] } = route.spec;
  return [
    ...validateGatewayMetadata(route, old, true),
    ...mostItems('spec.hostnames', hostnames, 16),
    ...hostnames.flatMap((host, index) => matchesPattern(`spec.hostnames[${index}]`, host, HOSTNAME)),
    ...mostItems('spec.parentRefs', parentRefs, 32),
    ...parentRefs.flatMap(({ name, port }, index) => [
      ...requiredText(`spec.parentRefs[${index}].name`, name),
      ...validGatewayPort(`spec.parentRefs[${index}].port`, port),
    ]),
    ...validateParents(parentRefs),
    ...fewestItems('spec.rules', rules),
    ...mostItems('spec.rules', rules, MOST_RULES),
    ...rules.flatMap((rule, index) => validateRule(`spec.rules[${index}]`, rule)),
  ];
}

function validateParents(parents: readonly ParentReference[]): StatusCause[] {
  const sections = new Map<string, string[]>();
  for (const { group, kind, namespace = '', name, sectionName = '' } of parents) {
    const parent = `${group}/${kind}/${namespace}/${name}`;
    sections.set(parent, [...(sections.get(parent) ?? []), sectionName]);
  }
  const several = [...sections.values()].filter((names) => names.length > 1);
  const errors: StatusCause[] = [];
  const rule = (word: string) =>
    `sectionName must be ${word} when parentRefs includes 2 or more references to the same parent`;
  if (several.some((names) => names.includes('') && names.some((name) => name !== '')))
    errors.push(brokenRule('spec.parentRefs', rule('specified')));
  if (several.some((names) => new Set(names).size < names.length))
    errors.push(brokenRule('spec.parentRefs', rule('unique')));
  return errors;
}

function validateRule(field: string, rule: HTTPRouteRule): StatusCause[] {
  const { matches = [], filters = [], backendRefs = [] } = rule;
  const errors = [
    ...matches.flatMap((match, index) => validateMatch(`${field}.matches[${index}]`, match)),
    ...validateFilters(`${field}.filters`, filters),
    ...backendRefs.flatMap((backend, index) => validateBackend(`${field}.backendRefs[${index}]`, backend)),
  ];
  if (backendRefs.length > 0 && filters.some(({ requestRedirect }) => requestRedirect !== undefined))
    errors.push(brokenRule(field, 'RequestRedirect filter must not be used together with backendRefs'));
  const isOnePrefix = matches.length === 1 && matches[0]?.path?.type === 'PathPrefix';
  for (const [type, key] of [
    ['RequestRedirect', 'requestRedirect'],
    ['URLRewrite', 'urlRewrite'],
  ] as const)
    if (!isOnePrefix && filters.some((filter) => filter[key]?.path?.type === 'ReplacePrefixMatch'))
      errors.push(
        brokenRule(
          field,
          `When using ${type} filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified`,
        ),
      );
  return errors;
}

function validateMatch(
  field: string,
  { path = {}, method, headers = [], queryParams = [] }: HTTPRouteMatch,
): StatusCause[] {
  const values = Object.entries({ headers, queryParams }).flatMap(([list, entries]) =>
    entries.flatMap(({ name, value, type }, index) => [
      ...oneOfWords(`${field}.${list}[${index}].type`, type, ['Exact', 'RegularExpression']),
      ...requiredText(`${field}.${list}[${index}].name`, name),
      ...requiredText(`${field}.${list}[${index}].value`, value),
    ]),
  );
  return [
    ...validatePath(`${field}.path`, path),
    ...values,
    ...oneOfWords(`${field}.method`, method, methods),
  ];
}

function validatePath(field: string, { type, value = '' }: HTTPPathMatch): StatusCause[] {
  const errors = oneOfWords(`${field}.type`, type, pathTypes);
  if (type !== 'Exact' && type !== 'PathPrefix') return errors;
  const wrong = (message: string) => errors.push(brokenRule(field, message));
  if (!value.startsWith('/')) wrong(`value must be an absolute path and start with '/' ${FOR_PLAIN}`);
  for (const sequence of badSequences)
    if (value.includes(sequence)) wrong(`must not contain '${sequence}' ${FOR_PLAIN}`);
  for (const ending of badEndings)
    if (value.endsWith(ending)) wrong(`must not end with '${ending}' ${FOR_PLAIN}`);
  if (!plainPath.test(value))
    wrong(`must only contain valid characters (matching ${PLAIN_PATH}) for types ['Exact', 'PathPrefix']`);
  return errors;
}

function validateFilters(field: string, filters: readonly HTTPRouteFilter[]): StatusCause[] {
  const errors = filters.flatMap((filter, index) => validateFilter(`${field}[${index}]`, filter));
  const count = (wanted: string) => filters.filter(({ type }) => type === wanted).length;
  if (count('RequestRedirect') > 0 && count('URLRewrite') > 0)
    errors.push(
      brokenRule(
        field,
        'May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both',
      ),
    );
  for (const type of onlyOnce)
    if (count(type) > 1) errors.push(brokenRule(field, `${type} filter cannot be repeated`));
  return errors;
}

function validateFilter(field: string, filter: HTTPRouteFilter): StatusCause[] {
  const errors = oneOfWords(`${field}.type`, filter.type, Object.keys(filterFields));
  for (const [type, key] of Object.entries(filterFields)) {
    const isThere = filter[key] !== undefined;
    if (isThere && filter.type !== type)
      errors.push(brokenRule(field, `filter.${key} must be nil if the filter.type is not ${type}`));
    if (!isThere && filter.type === type)
      errors.push(brokenRule(field, `filter.${key} must be specified for ${type} filter.type`));
  }
  const { requestRedirect, urlRewrite } = filter;
  const hostField = requestRedirect === undefined ? 'urlRewrite' : 'requestRedirect';
  const hostname = requestRedirect?.hostname ?? urlRewrite?.hostname;
  errors.push(...matchesPattern(`${field}.${hostField}.hostname`, hostname, PRECISE_HOSTNAME));
  if (requestRedirect === undefined) return errors;
  const { scheme, statusCode, port } = requestRedirect;
  errors.push(...oneOfWords(`${field}.requestRedirect.scheme`, scheme, ['http', 'https']));
  errors.push(...validGatewayPort(`${field}.requestRedirect.port`, port));
  const codes = [301, 302, 303, 307, 308];
  if (statusCode !== undefined && !codes.includes(statusCode))
    errors.push({
      ...invalidValue(`${field}.requestRedirect.statusCode`, statusCode, ''),
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${statusCode}: supported values: ${codes.map((code) => `"${code}"`).join(', ')}`,
    });
  return errors;
}

function validateBackend(field: string, { name, group, kind, port, weight }: HTTPBackendRef): StatusCause[] {
  const errors = [...requiredText(`${field}.name`, name), ...validGatewayPort(`${field}.port`, port)];
  if (weight !== undefined && (weight < 0 || weight > 1_000_000))
    errors.push(
      invalidValue(
        `${field}.weight`,
        weight,
        weight < 0
          ? `${field}.weight in body should be greater than or equal to 0`
          : `${field}.weight in body should be less than or equal to 1000000`,
      ),
    );
  if (!group && kind === 'Service' && port === undefined)
    errors.push(brokenRule(field, 'Must have port for Service reference'));
  return errors;
}
