import { describe, expect, it } from 'vitest';
import { kinds } from '../kubernetes/kinds.ts';
import { failure } from '../kubernetes/status.ts';
import { fieldsOf } from './fields.ts';
import { errorsOf, otherErrors } from './useEdits.ts';

const rows = fieldsOf(kinds.Service.template('shop'));
const row = (label: string) => rows.find((field) => field.label === label)!;

const invalid = failure(422, 'Invalid', 'Service "shop" is invalid', {
  causes: [
    {
      reason: 'FieldValueInvalid',
      message: 'Invalid value: 0: must be between 1 and 65535',
      field: 'spec.ports[1].port',
    },
    {
      reason: 'FieldValueInvalid',
      message: 'Invalid value: []string(nil): primary clusterIP can not be unset',
      field: 'spec.clusterIPs[0]',
    },
    { reason: 'FieldValueNotSupported', message: 'Unsupported value: "x"', field: 'spec.sessionAffinity' },
    { reason: 'FieldValueForbidden', message: 'Forbidden: may not be used', field: 'spec.loadBalancerClass' },
  ],
});

describe('a refusal of the API server', () => {
  it('stands at the field that it names', () => {
    expect(errorsOf(invalid, row('sessionAffinity'))).toEqual(['Unsupported value: "x"']);
    expect(errorsOf(invalid, row('selector'))).toEqual([]);
  });

  it('says which part is meant when the field has parts', () => {
    expect(errorsOf(invalid, row('port → targetPort'))).toEqual([
      'spec.ports[1].port: Invalid value: 0: must be between 1 and 65535',
    ]);
    expect(errorsOf(invalid, row('clusterIP'))[0]).toContain('spec.clusterIPs[0]');
  });

  it('stands on top when the form has no such field, and when it names none', () => {
    expect(otherErrors(invalid, rows)).toEqual(['spec.loadBalancerClass: Forbidden: may not be used']);
    expect(otherErrors(failure(404, 'NotFound', 'services "shop" not found'), rows)).toEqual([
      'services "shop" not found',
    ]);
    expect(otherErrors(null, rows)).toEqual([]);
  });
});
