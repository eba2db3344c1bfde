import { expect, test } from 'vitest';
import { publishedSchema } from './lessonSchema.ts';
import { fieldOf, misfitsOf, type Schema } from './schema.ts';

const published = import.meta.glob<string>('../../public/schemas/lesson-v1.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('the published schema is the one that lessons are checked by: npm run -s lesson -- --schema > public/schemas/lesson-v1.json', () => {
  expect(JSON.parse(Object.values(published)[0] ?? '{}')).toEqual(publishedSchema());
});

const shop: Schema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 5 },
    size: { type: 'integer', minimum: 1, maximum: 3 },
    tags: { type: 'array', items: { enum: ['a', 'b'] }, maxItems: 2 },
    port: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    is: { const: true },
    door: {
      oneOf: [
        { type: 'object', properties: { left: { type: 'string' } }, required: ['left'] },
        { type: 'object', properties: { right: { type: 'number' } }, required: ['right'] },
      ],
    },
  },
  required: ['name'],
  additionalProperties: false,
};

test.each([
  [{ name: 'x' }, []],
  [{}, ['name: is missing.']],
  [{ name: ' ' }, ['name: must not be empty.']],
  [{ name: 'longer' }, ['name: must be no longer than 5 characters.']],
  [{ name: null }, ['name: must be text, not empty.']],
  [{ name: 'x', size: 4 }, ['size: must be at most 3.']],
  [{ name: 'x', size: 1.5 }, ['size: must be a whole number.']],
  [
    { name: 'x', tags: ['a', 'c', 'b'] },
    ['tags: must have at most 2 entries.', 'tags[1]: must be one of a, b, not "c".'],
  ],
  [{ name: 'x', port: true }, ['port: must be text or a whole number.']],
  [{ name: 'x', is: false }, ['is: must be true.']],
  [{ name: 'x', door: { right: 'wide' } }, ['door.right: must be a number.']],
  [{ name: 'x', door: {} }, ['door: must have one of left, right.']],
  [{ name: 'x', roof: 1 }, ['roof: is not known here; known are name, size, tags, port, is, door.']],
  ['x', [': must be a set of fields.']],
])('%j', (value, expected) => {
  expect(misfitsOf(shop, value).map(({ path, message }) => `${fieldOf(path)}: ${message}`)).toEqual(expected);
});
