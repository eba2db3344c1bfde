/** Conformance: what upstream's own tests say of defaulting, validation, names and addresses. */
import { expect, test } from 'vitest';
import { runVectors, writeReport } from '../testing/conformance/conformance.ts';
import type { EndpointSlice } from './endpointSlice.ts';
import { validateEndpointSlice } from './endpointSliceValidation.ts';
import { kinds } from './kinds.ts';

const contents = import.meta.glob<string>('../simulation/testdata/validation/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const files = Object.entries(contents).map(([path, content]) => ({ path, content }));

test('objects, names and addresses are judged as upstream judges them', () => {
  expect(writeReport(runVectors(files))).toEqual({ lines: ['validation 471/471'], passed: true });
});

test('a vector whose fields are not met is reported with both', () => {
  const [services] = files.filter(({ path }) => path.endsWith('/services.json'));
  const broken = services!.content.replace('"metadata.namespace"', '"metadata.name"');
  const { lines, passed } = writeReport(runVectors([{ ...services!, content: broken }]));
  expect(passed).toBe(false);
  expect(lines).toContain('validation namespace-bad: expected metadata.name, came metadata.namespace');
});

test('a vector that cannot be run fails alone', () => {
  const vectors = [
    { id: 'unheard', rule: 'unheardRule', value: 'a', valid: true },
    { id: 'heard', rule: 'dns1123Label', value: 'a', valid: true },
  ];
  const { lines } = writeReport(
    runVectors([{ path: 'validation/new.json', content: JSON.stringify(vectors) }]),
  );
  expect(lines).toEqual(['validation 1/2', expect.stringContaining('validation unheard: TypeError')]);
});

/** The vectors go up to 101 ports. */
test('an EndpointSlice has at most 20,000 ports (kubernetes/kubernetes#99795)', () => {
  const withPorts = (count: number): EndpointSlice => ({
    ...kinds.EndpointSlice.template('many-ports'),
    ports: Array.from({ length: count }, (_, index) => ({ name: `p-${index}`, protocol: 'TCP' })),
  });
  expect(validateEndpointSlice(withPorts(20_000))).toEqual([]);
  expect(validateEndpointSlice(withPorts(20_001))).toEqual([
    {
      reason: 'FieldValueTooMany',
      message: 'Too many: 20001: must have at most 20000 items',
      field: 'ports',
    },
  ]);
});
