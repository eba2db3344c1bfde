import { describe, expect, it } from 'vitest';
import { detailDescriptions } from './detailDescriptions.ts';
import { describeField, fieldDescriptions } from './fieldDescriptions.ts';
import { type Kind, kinds } from './kinds.ts';
import { fieldsOf, type StructName, type TypeNode, typeAt } from './schema.ts';
import { structs } from './structs.ts';

describe('the schema', () => {
  it('has every simulated kind', () => {
    for (const kind of Object.keys(kinds) as Kind[]) expect(structs).toHaveProperty(kind);
  });

  it('names only structs that exist', () => {
    const check = (type: TypeNode): void => {
      if (type.form === 'struct') expect(structs).toHaveProperty(type.name);
      else if (type.form === 'list' || type.form === 'map') check(type.of);
    };
    for (const name of Object.keys(structs) as StructName[])
      for (const { type } of fieldsOf(name).values()) check(type);
  });

  it('says the type of a field', () => {
    expect(typeAt('Service', ['spec', 'ports'])).toBe('[]ServicePort');
    expect(typeAt('Service', ['spec', 'ports', 'targetPort'])).toBe('IntOrString');
    expect(typeAt('Service', ['spec', 'type'])).toBe('ServiceType');
    expect(typeAt('Service', ['metadata', 'labels', 'app'])).toBe('string');
    expect(typeAt('Service', ['spec', 'prots'])).toBeUndefined();
  });

  it('says what a field means, and only of fields that exist', () => {
    expect(describeField('Service', ['spec', 'ports', 'targetPort'])).toMatch(/^The port of the Pods/);
    expect(describeField('Service', ['spec', 'prots', 'port'])).toBeUndefined();
    for (const [struct, fields] of [
      ...Object.entries(fieldDescriptions),
      ...Object.entries(detailDescriptions),
    ])
      for (const field of Object.keys(fields)) expect(structs[struct as StructName]).toHaveProperty(field);
  });
});
