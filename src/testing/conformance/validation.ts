/** Vectors of `validation/`: what the API server makes of objects, names and addresses. */
import { checkCIDR, checkIP, checkLegacyCIDR, checkLegacyIP } from '../../kubernetes/addressValidation.ts';
import { decode } from '../../kubernetes/decode.ts';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { defaultGates, type FeatureGates } from '../../kubernetes/featureGates.ts';
import { rowOf } from '../../kubernetes/kinds.ts';
import * as names from '../../kubernetes/names.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Service } from '../../kubernetes/service.ts';
import { validateExternalTrafficPolicy, validateService } from '../../kubernetes/serviceValidation.ts';
import type { StatusCause } from '../../kubernetes/status.ts';
import { validate } from '../../kubernetes/validation.ts';
import { checkEach } from './checkEach.ts';
import type { Check } from './conformance.ts';

interface WrongFields {
  errors: number;
  /** In any order; a field may come twice. */
  fields: string[];
}

interface ObjectVector {
  id: string;
  object: KubernetesObject;
  expect: WrongFields;
  /** What is left when defaults are applied first. */
  afterDefaulting?: WrongFields;
  options?: Partial<FeatureGates>;
  /** Only this rule is asked. */
  scope?: string;
  generate?: { endpoints: number; address: string };
}

type UpdateVector = Omit<ObjectVector, 'object'> & { old: KubernetesObject; new: KubernetesObject };

interface DefaultsVector {
  id: string;
  input: KubernetesObject;
  /** Path → value; null is absent. */
  expect: Record<string, unknown>;
}

interface NameVector {
  id: string;
  rule: string;
  value: string | number;
  valid: boolean;
}

interface AddressVector {
  id: string;
  rule: 'ip' | 'cidr';
  value: string;
  /** By degree of strictness. */
  valid: Record<string, boolean>;
}

export type ValidationVector = ObjectVector | UpdateVector | DefaultsVector | NameVector | AddressVector;

export function checkValidation(vectors: readonly ValidationVector[]): Check[] {
  return checkEach(vectors, ({ id }) => id, failureOf);
}

/** The vectors say by their fields what they are, so that a file may be called anything. */
function failureOf(vector: ValidationVector): string | null {
  if ('input' in vector) return failureOfDefaults(vector);
  if ('old' in vector) return failureOfObject({ ...vector, object: vector.new }, vector.old);
  if ('object' in vector) return failureOfObject(vector);
  return typeof vector.valid === 'boolean'
    ? failureOfName(vector as NameVector)
    : failureOfAddress(vector as AddressVector);
}

// Objects

type Validate = (object: never, old: never, gates: FeatureGates) => StatusCause[];

/** Where the kind's own row of the kinds table is not enough, because feature gates matter. */
const validations: Readonly<Record<string, Validate>> = {
  Service: (service: Service, old: Service | undefined, gates) => validateService(service, old, gates),
};

const scopes: Readonly<Record<string, (object: never) => StatusCause[]>> = {
  externalTrafficPolicy: validateExternalTrafficPolicy,
};

/** What the vectors take for granted where they say nothing. */
const vectorGates: FeatureGates = { ...defaultGates, strictIPs: true };

function failureOfObject(vector: ObjectVector, before?: KubernetesObject): string | null {
  const object = withGenerated(decoded(vector.object), vector.generate);
  const old = before === undefined ? undefined : decoded(before);
  const gates = { ...vectorGates, ...vector.options };
  const { defaults } = rowOf(object)!;
  const wrongFields = (candidate: KubernetesObject) => {
    if (vector.scope !== undefined) return scopes[vector.scope]!(candidate as never);
    const withGates = validations[candidate.kind];
    return withGates?.(candidate as never, old as never, gates) ?? validate(candidate, old);
  };
  return (
    differenceOf(wrongFields(object), vector.expect) ??
    (vector.afterDefaulting === undefined
      ? null
      : differenceOf(wrongFields(defaults(object)), vector.afterDefaulting, 'after defaulting, '))
  );
}

/** As the API server reads it: what Go always has is there. */
function decoded(value: KubernetesObject): KubernetesObject {
  const { object, status } = decode(value);
  if (object === undefined) throw new Error(status.message);
  return object;
}

function withGenerated(object: KubernetesObject, generate: ObjectVector['generate']): KubernetesObject {
  if (generate === undefined) return object;
  const slice = object as EndpointSlice;
  const generated = Array.from({ length: generate.endpoints }, (_, index) => ({
    addresses: [generate.address.replace('{i%255}', String(index % 255))],
  }));
  return { ...slice, endpoints: [...(slice.endpoints ?? []), ...generated] } as KubernetesObject;
}

function differenceOf(causes: readonly StatusCause[], expected: WrongFields, when = ''): string | null {
  const came = inWords(causes.map((cause) => cause.field));
  const wanted = inWords(expected.fields);
  if (came !== wanted) return `${when}expected ${wanted}, came ${came}`;
  return causes.length === expected.errors
    ? null
    : `${when}expected ${expected.errors} errors, came ${causes.length}`;
}

function inWords(fields: readonly string[]): string {
  return fields.length === 0 ? 'no wrong field' : [...fields].sort().join(', ');
}

// Defaults

function failureOfDefaults({ input, expect }: DefaultsVector): string | null {
  const object = decoded(input);
  const result = rowOf(object)!.defaults(object);
  const wrong = Object.entries(expect).flatMap(([path, value]) => {
    const came = JSON.stringify(valueAt(result, path) ?? null);
    const wanted = JSON.stringify(value);
    return came === wanted ? [] : [`${path}: expected ${wanted}, came ${came}`];
  });
  return wrong.length === 0 ? null : wrong.join('; ');
}

/** `spec.ports[0].targetPort`, `metadata.labels.kubernetes\.io/name`. */
function valueAt(object: unknown, path: string): unknown {
  const keys = path.match(/(?:\\.|[^.[\]\\])+/g) ?? [];
  return keys.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | null | undefined)?.[key.replaceAll('\\.', '.')],
    object,
  );
}

// Names and addresses

const nameRules: Readonly<Record<string, (value: never) => readonly string[]>> = {
  dns1123Label: names.checkDNS1123Label,
  dns1123Subdomain: names.checkDNS1123Subdomain,
  dns1035Label: names.checkDNS1035Label,
  portNumber: names.checkPortNumber,
  containerPortName: names.checkPortName,
  qualifiedName: names.checkQualifiedName,
  labelValue: names.checkLabelValue,
  fqdn: names.checkFullyQualifiedDomainName,
  wildcardSubdomain: names.checkWildcardSubdomain,
};

function failureOfName({ rule, value, valid }: NameVector): string | null {
  const complaints = nameRules[rule]!(value as never);
  if ((complaints.length === 0) === valid) return null;
  return valid ? `expected to be valid, came: ${complaints.join('; ')}` : 'expected complaints, came none';
}

type AddressRule = (value: string) => StatusCause[];

const addressRules: Readonly<Record<AddressVector['rule'], Readonly<Record<string, AddressRule>>>> = {
  ip: {
    canonical: (value) => checkIP('', value),
    legacyStrict: (value) => checkLegacyIP('', value, true),
    legacyLenient: (value) => checkLegacyIP('', value, false),
  },
  cidr: {
    canonical: (value) => checkCIDR('', value),
    legacyStrict: (value) => checkLegacyCIDR('', value, true),
    legacyLenient: (value) => checkLegacyCIDR('', value, false),
  },
};

function failureOfAddress({ rule, value, valid }: AddressVector): string | null {
  const wrong = Object.entries(valid).filter(
    ([degree, expected]) => (addressRules[rule][degree]!(value).length === 0) !== expected,
  );
  if (wrong.length === 0) return null;
  return wrong
    .map(([degree, expected]) => `expected ${expected} for ${degree}, came ${!expected}`)
    .join('; ');
}
