/** What front matter and blocks may hold: the one description that files are checked by, and that is published as JSON Schema. */
import { ASKS, askRow } from './asks.ts';
import { GOAL_KINDS, goalSchema } from './goals.ts';
import { DOCK_TABS } from './lesson.ts';
import { pathSchema, referenceSchema } from './references.ts';
import type { Schema } from './schema.ts';

export const SCHEMA_FILE = 'schemas/lesson-v1.json';

const text: Schema = { type: 'string', minLength: 1, maxLength: 4000 };
const line: Schema = { type: 'string', minLength: 1, maxLength: 200 };
const id: Schema = {
  type: 'string',
  pattern: '^[a-z0-9][a-z0-9-]{0,40}$',
  description: 'an id: small letters, digits and dashes',
};
const tools: Schema = { type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 40 };

export const headSchema: Schema = {
  type: 'object',
  description: 'The front matter of lesson.md.',
  properties: {
    title: line,
    kind: { enum: ['lesson', 'challenge'] },
    order: { type: 'number', minimum: 0, maximum: 9999 },
    minutes: { type: 'integer', minimum: 1, maximum: 60 },
    prerequisites: { type: 'array', items: id, maxItems: 20 },
    kubernetes: { type: 'string', pattern: '^1\\.\\d{1,2}$', description: 'a version in quotes: "1.35"' },
    summary: { type: 'string', minLength: 1, maxLength: 300 },
    documentation: {
      type: 'string',
      pattern: '^https://[^\\s/]+',
      description: 'an address that begins with https://',
    },
    tools,
    lockTools: { type: 'boolean', description: 'true: the rest of the palette cannot be shown' },
  },
  required: ['title', 'kind', 'order', 'minutes', 'kubernetes', 'summary', 'documentation'],
  additionalProperties: false,
};

export const VIEWS = { concept: 'Concept', endpoints: 'Endpoints', 'packet-path': 'PacketPath' } as const;

export const showSchema: Schema = {
  type: 'object',
  description: 'A `yaml show` block: how the page is set for the step.',
  properties: {
    view: { enum: Object.keys(VIEWS) },
    select: referenceSchema,
    open: { enum: [...DOCK_TABS] },
    tools,
    follow: referenceSchema,
  },
  additionalProperties: false,
};

const value: Schema = { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] };

export const predictSchema: Schema = {
  type: 'object',
  description: 'A `yaml predict` block: a question whose right answer is computed.',
  properties: {
    id,
    question: text,
    request: {
      type: 'object',
      properties: {
        from: referenceSchema,
        to: line,
        host: line,
        tls: line,
        count: { type: 'integer', minimum: 1, maximum: 500 },
        keepAlive: { type: 'boolean' },
        http2: { type: 'boolean' },
        timeoutSeconds: { type: 'number', minimum: 1, maximum: 600 },
      },
      required: ['from', 'to'],
      additionalProperties: false,
    },
    after: { type: 'array', items: { type: 'string', minLength: 1, maxLength: 20_000 }, maxItems: 20 },
    wait: { type: 'number', minimum: 0, maximum: 600 },
    ask: { enum: ASKS },
    of: { type: 'string', minLength: 1 },
    at: referenceSchema,
    path: pathSchema,
    choices: {
      type: 'array',
      minItems: 2,
      maxItems: 6,
      items: {
        type: 'object',
        properties: { value, text: line, because: text },
        required: ['value'],
        additionalProperties: false,
      },
    },
    why: text,
  },
  required: ['id', 'question', 'ask', 'choices', 'why'],
  additionalProperties: false,
};

export const goalsSchema: Schema = {
  type: 'array',
  description: 'A `yaml goal` block: all of them must hold at once.',
  minItems: 1,
  maxItems: 20,
  items: { oneOf: GOAL_KINDS.map(goalSchema) },
};

/** What is published for editors and other tools. */
export function publishedSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: SCHEMA_FILE,
    title: 'A Kubehop lesson, version 1',
    description:
      'What the front matter of lesson.md and its blocks `yaml show`, `yaml predict` and `yaml goal` may hold. The document as a whole is the front matter; the blocks are under $defs.',
    ...headSchema,
    $defs: {
      show: showSchema,
      predict: {
        ...predictSchema,
        properties: {
          ...predictSchema.properties,
          ask: {
            description: ASKS.map((ask) => `${ask}: ${askRow(ask).description}`).join('\n'),
            enum: ASKS,
          },
        },
      },
      goal: { ...goalsSchema, items: { anyOf: GOAL_KINDS.map(goalSchema) } },
    },
  };
}
