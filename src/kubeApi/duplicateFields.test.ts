import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterOf } from '../testing/kubeApi.ts';
import { answer } from './api.ts';
import { duplicateFields } from './duplicateFields.ts';

describe('fields that are named twice', () => {
  it.each([
    ['{"a":1,"b":{"c":[{"d":"}"},{"d":1,"d":2}],"c":0}}', ['b.c[1].d', 'b.c']],
    [' { "a" : "x\\"" , "\\u0061" : [ ] } ', ['a']],
    ['{"a":{"a":{}}}', []],
    ['[true,{"x":null,"x":-1.5e3}]', ['[1].x']],
  ])('of %s are %j', (json, expected) => {
    expect(duplicateFields(json)).toEqual(expected);
  });

  it('there are none in what was written from objects', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        expect(duplicateFields(JSON.stringify(value, null, indent))).toEqual([]);
      }),
    );
  });

  const body = '{"metadata":{"name":"x"},"data":{"a":"1"},"data":{"b":"2"}}';
  const create = (query: string) =>
    answer(clusterOf([]), {
      method: 'POST',
      path: '/api/v1/namespaces/default/configmaps',
      query: new URLSearchParams(query),
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(body),
    });

  it('are refused, warned of or passed over, as the client wants', () => {
    const refused = create('fieldValidation=Strict');
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.body as string).message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "data"',
    );
    const warned = create('');
    expect(warned).toMatchObject({ status: 201, warnings: ['duplicate field "data"'] });
    expect(JSON.parse(warned.body as string).data).toEqual({ b: '2' });
    expect(create('fieldValidation=Ignore').warnings).toEqual([]);
  });
});
