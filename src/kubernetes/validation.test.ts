/** Conformance: what upstream's own tests say of defaulting, validation, names and addresses. */
import { describe, expect, it } from 'vitest';
import { checkCIDR, checkIP, checkLegacyCIDR, checkLegacyIP } from './addressValidation.ts';
import type { EndpointSlice } from './endpointSlice.ts';
import { validateEndpointSlice } from './endpointSliceValidation.ts';
import { defaultGates, type FeatureGates } from './featureGates.ts';
import { rowOf } from './kinds.ts';
import * as names from './names.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { type Service, serviceRow } from './service.ts';
import { validateExternalTrafficPolicy, validateService } from './serviceValidation.ts';
import type { StatusCause } from './status.ts';
import addressVectors from './testdata/addresses.json';
import defaultVectors from './testdata/defaults.json';
import endpointSliceVectors from './testdata/endpointslices.json';
import nameVectors from './testdata/names.json';
import serviceUpdateVectors from './testdata/service-updates.json';
import serviceVectors from './testdata/services.json';

interface Expectation {
  errors: number;
  fields: string[];
}

interface Vector<T> {
  id: string;
  expect: Expectation;
  afterDefaulting?: Expectation;
  options?: Partial<FeatureGates>;
  scope?: string;
  generate?: { endpoints: number; address: string };
  object?: T;
  old?: T;
  new?: T;
}

/** What the vectors take for granted where they say nothing. */
const vectorGates: FeatureGates = { ...defaultGates, strictIPs: true };

function fields(errors: StatusCause[]): string[] {
  return errors.map((error) => error.field).sort();
}

describe('Service validation agrees with upstream', () => {
  for (const vector of serviceVectors as unknown as Vector<Service>[])
    it(vector.id, () => {
      const service = vector.object!;
      const gates = { ...vectorGates, ...vector.options };
      const errors =
        vector.scope === 'externalTrafficPolicy'
          ? validateExternalTrafficPolicy(service)
          : validateService(service, undefined, gates);
      expect(fields(errors)).toEqual([...vector.expect.fields].sort());
      if (vector.afterDefaulting === undefined) return;
      const left = validateService(serviceRow.defaults(service), undefined, gates);
      expect(fields(left)).toEqual([...vector.afterDefaulting.fields].sort());
    });
});

describe('Service updates agree with upstream', () => {
  for (const vector of serviceUpdateVectors as unknown as Vector<Service>[])
    it(vector.id, () => {
      const errors = validateService(vector.new!, vector.old!, { ...vectorGates, ...vector.options });
      expect(fields(errors)).toEqual([...vector.expect.fields].sort());
    });
});

/** Upstream allows 20,000 ports since v1.21 (kubernetes/kubernetes#99795); this vector still expects at most 100. */
const corrected: Record<string, string[]> = { 'ports-101': [] };

describe('EndpointSlice validation agrees with upstream', () => {
  for (const vector of endpointSliceVectors as unknown as Vector<EndpointSlice>[])
    it(vector.id, () => {
      const slice = structuredClone(vector.new ?? vector.object!);
      for (let index = 0; index < (vector.generate?.endpoints ?? 0); index++)
        slice.endpoints!.push({
          addresses: [vector.generate!.address.replace('{i%255}', String(index % 255))],
        });
      const expected = corrected[vector.id] ?? [...vector.expect.fields].sort();
      expect(fields(validateEndpointSlice(slice, vector.old))).toEqual(expected);
    });
});

/** `spec.ports[0].targetPort`, `metadata.labels.kubernetes\.io/name`. */
function valueAt(object: unknown, path: string): unknown {
  const keys = path
    .replaceAll('\\.', '\0')
    .split(/[.[\]]+/)
    .filter((key) => key !== '')
    .map((key) => key.replaceAll('\0', '.'));
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
}

describe('defaulting agrees with upstream', () => {
  for (const { id, input, expect: expected } of defaultVectors)
    it(id, () => {
      const object = input as unknown as KubernetesObject;
      const result = rowOf(object)!.defaults(object);
      for (const [path, value] of Object.entries(expected))
        expect(valueAt(result, path) ?? null, path).toEqual(value);
    });
});

const nameRules: Record<string, (value: never) => readonly string[]> = {
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

describe('names agree with upstream', () => {
  for (const { id, rule, value, valid } of nameVectors)
    it(id, () => {
      expect(nameRules[rule]!(value as never).length === 0).toBe(valid);
    });
});

const addressRules: Record<string, Record<string, (value: string) => StatusCause[]>> = {
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

describe('addresses agree with upstream', () => {
  for (const { id, rule, value, valid } of addressVectors)
    it(`${id} ${value}`, () => {
      for (const [degree, expected] of Object.entries(valid))
        expect(addressRules[rule]![degree]!(value).length === 0, degree).toBe(expected);
    });
});
