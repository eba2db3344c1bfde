/** What a step can want: one row per kind of goal, with its schema, how it is judged, and the sentence that says it. */
import { objectKey, parseKey } from '../kubernetes/objectMeta.ts';
import { isReady, isTerminating } from '../kubernetes/pod.ts';
import { t } from '../messages/lessons.ts';
import { haveSameContent } from '../playground/ownership.ts';
import { isReason } from '../simulation/reasons.ts';
import { answererOf, type Ended, type Evidence, hasReached, isPlace, isTo, sentFrom } from './evidence.ts';
import { type Finding, type Goal, type GoalFields, type GoalKind, OUTCOMES } from './goal.ts';
import {
  fieldAt,
  inWords,
  objectNamed,
  pathSchema,
  podsNamed,
  referenceSchema,
  selectorSchema,
  valueInWords,
} from './references.ts';
import type { Schema } from './schema.ts';

interface GoalRow<K extends GoalKind> {
  readonly description: string;
  readonly fields: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
  /** One of these must be there, too. */
  readonly oneOf?: readonly string[];
  evaluate(goal: GoalFields[K], evidence: Evidence): Finding;
  sentence(goal: GoalFields[K]): string;
  /** What the schema cannot say. */
  problem?(goal: GoalFields[K]): GoalProblem | null;
}

export interface GoalProblem {
  readonly field: string;
  readonly message: string;
}

const percent: Schema = { type: 'string', pattern: '^\\d{1,3} ?%$', description: 'a share: 60%' };
const scalar: Schema = { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] };
const last: Schema = { type: 'integer', minimum: 1, maximum: 200 };
const count: Schema = { type: 'integer', minimum: 0 };
const sender: Schema = {
  type: 'string',
  pattern: `^(any|${referenceSchema.pattern!.slice(1, -1)})$`,
  description: 'a sender: Client/x, Pod/x, Deployment/x or any',
};
const place: Schema = {
  type: 'string',
  pattern: `(${referenceSchema.pattern})|(${selectorSchema.pattern})`,
  description: 'a place: Pod/x, Node/x, OutsideServer/x, LoadBalancer/x, or Pods: app=shop',
};

/** What could take longer to compare than a page may stand still. */
const HEAVY_PATTERN = /[+*}]\s*\)\s*[+*{]/;

function isGoodPattern(pattern: string): boolean {
  try {
    return pattern.length <= 200 && !HEAVY_PATTERN.test(pattern) && new RegExp(pattern, 'u') !== null;
  } catch {
    return false;
  }
}

export const goalRows = {
  object: {
    description: 'An object is there, or is not.',
    fields: { object: referenceSchema, exists: { type: 'boolean' } },
    required: ['object'],
    evaluate: ({ object, exists = true }, { objects }) =>
      finding((objectNamed(objects, object) !== undefined) === exists),
    sentence: ({ object, exists = true }) =>
      t(exists ? 'goal.exists' : 'goal.existsNot', { object: inWords(object) }),
  },
  field: {
    description: 'A field of an object has a value.',
    fields: {
      field: referenceSchema,
      path: pathSchema,
      is: scalar,
      isNot: scalar,
      matches: { type: 'string' },
      atLeast: { type: 'number' },
      atMost: { type: 'number' },
    },
    required: ['field', 'path'],
    oneOf: ['is', 'isNot', 'matches', 'atLeast', 'atMost'],
    evaluate({ field, path, is, isNot, matches, atLeast, atMost }, { objects }) {
      const object = objectNamed(objects, field);
      if (object === undefined) return { isMet: false, seen: t('seen.noObject', { object: inWords(field) }) };
      const value = valueInWords(fieldAt(object, path));
      const isMet =
        (is === undefined || value === String(is)) &&
        (isNot === undefined || value !== String(isNot)) &&
        (matches === undefined || new RegExp(matches, 'u').test(value)) &&
        (atLeast === undefined || (value !== '' && Number(value) >= atLeast)) &&
        (atMost === undefined || (value !== '' && Number(value) <= atMost));
      return { isMet, seen: value };
    },
    sentence({ field, path, is, isNot, matches, atLeast, atMost }) {
      const values = { object: inWords(field), path };
      if (is !== undefined) return t('goal.fieldIs', { ...values, value: String(is) });
      if (isNot !== undefined) return t('goal.fieldIsNot', { ...values, value: String(isNot) });
      if (matches !== undefined) return t('goal.fieldMatches', { ...values, value: matches });
      if (atLeast !== undefined) return t('goal.fieldAtLeast', { ...values, value: String(atLeast) });
      return t('goal.fieldAtMost', { ...values, value: String(atMost) });
    },
    problem: ({ matches }) =>
      matches === undefined || isGoodPattern(matches)
        ? null
        : { field: 'matches', message: 'is no pattern that can be used.' },
  },
  requests: {
    description: 'How the last requests ended that began after the last change.',
    fields: {
      requests: { enum: OUTCOMES },
      from: sender,
      to: referenceSchema,
      last,
      atLeast: percent,
      atMost: percent,
      status: { type: 'integer', minimum: 100, maximum: 599 },
      since: {
        enum: ['change'],
        description: 'change: all since the last change count, `last` of them at least',
      },
    },
    required: ['requests', 'last'],
    evaluate({ requests: outcome, from, to, last: wanted, since, atLeast, atMost, status }, evidence) {
      const asked = lastOf(evidence, since === undefined ? wanted : Number.POSITIVE_INFINITY, from, to);
      const fit = asked.filter(
        ({ end }) => end.outcome === outcome && (status === undefined || end.status === status),
      ).length;
      const isMet =
        asked.length >= wanted &&
        (since === undefined || evidence.isWhole !== false) &&
        isWithin(fit / asked.length, atLeast ?? (atMost === undefined ? '100%' : '0%'), atMost);
      return { isMet, seen: t('seen.requests', { count: fit, of: Math.max(wanted, asked.length) }) };
    },
    sentence({ requests: outcome, from, to, last: wanted, since, atLeast, atMost, status }) {
      const values = {
        outcome,
        status: status ?? 0,
        sender: senderInWords(from),
        target: senderInWords(to),
        count: wanted,
      };
      if (atMost !== undefined) return t('goal.requestsAtMost', { ...values, share: atMost });
      if (atLeast !== undefined && atLeast !== '100%')
        return t('goal.requestsAtLeast', { ...values, share: atLeast });
      return t(since === undefined ? 'goal.requests' : 'goal.requestsSince', values);
    },
  },
  sourceSeen: {
    description: 'Which source address the Pods saw in the last requests that they answered.',
    fields: {
      sourceSeen: { type: 'string', minLength: 1, description: 'client, node, or an address' },
      by: selectorSchema,
      from: sender,
      last,
    },
    required: ['sourceSeen', 'by', 'last'],
    evaluate({ sourceSeen: wanted, by, from, last: number }, evidence) {
      const { objects } = evidence;
      const nodes = new Set(
        [...objects.values()].flatMap((object) =>
          object.kind === 'Node'
            ? ((fieldAt(object, 'status.addresses') ?? []) as { address: string }[]).map(
                ({ address }) => address,
              )
            : [],
        ),
      );
      const answered = evidence.requests
        .filter(({ end }) => end.outcome === 'answered')
        .filter(({ end }) => isPlace(objects, answererOf(end).place, by) && isPlace(objects, end.from, from))
        .slice(-number);
      const fit = answered.filter((request) => {
        const { sourceSeen } = answererOf(request.end);
        if (wanted === 'client') return sourceSeen === sentFrom(request);
        return wanted === 'node' ? nodes.has(sourceSeen ?? '') : sourceSeen === wanted;
      }).length;
      return { isMet: fit === number, seen: t('seen.requests', { count: fit, of: number }) };
    },
    sentence: ({ sourceSeen: wanted, by, last: number }) =>
      t('goal.sourceSeen', {
        what: ['client', 'node'].includes(wanted) ? wanted : 'other',
        address: wanted,
        pods: inWords(by),
        count: number,
      }),
  },
  share: {
    description: 'How much of the last answers each Pod gave.',
    fields: {
      share: {
        type: 'string',
        pattern: `^(each|${referenceSchema.pattern!.slice(1, -1)})$`,
        description: 'each, or a Pod: Pod/shop-1',
      },
      of: selectorSchema,
      last,
      atMost: percent,
      atLeast: percent,
    },
    required: ['share', 'of', 'last'],
    oneOf: ['atMost', 'atLeast'],
    evaluate({ share, of, last: wanted, atMost, atLeast }, evidence) {
      const { objects } = evidence;
      const answers = evidence.requests
        .filter(({ end }) => end.outcome === 'answered' && isPlace(objects, answererOf(end).place, of))
        .slice(-wanted);
      if (answers.length < wanted)
        return { isMet: false, seen: t('seen.requests', { count: answers.length, of: wanted }) };
      const pods = podsNamed(objects, share === 'each' ? of : share).filter(
        (pod) => isReady(pod) && !isTerminating(pod),
      );
      const shares = pods.map((pod) => {
        const key = objectKey(pod);
        const part = answers.filter(({ end }) => answererOf(end).place === key).length / wanted;
        return { name: parseKey(key).name, part };
      });
      return {
        isMet: shares.length > 0 && shares.every(({ part }) => isWithin(part, atLeast ?? '0%', atMost)),
        seen: shares.map(({ name, part }) => `${name} ${Math.round(part * 100)} %`).join(', '),
      };
    },
    sentence({ share, of, last: wanted, atMost, atLeast }) {
      const values = {
        pod: inWords(share),
        pods: inWords(of),
        count: wanted,
        most: atMost ?? '',
        least: atLeast ?? '',
      };
      if (atMost !== undefined && atLeast !== undefined) return t('goal.shareBetween', values);
      return t(atMost === undefined ? 'goal.shareAtLeast' : 'goal.shareAtMost', values);
    },
  },
  pods: {
    description: 'How many Pods of a selector are ready.',
    fields: { pods: selectorSchema, ready: count, atLeast: count },
    required: ['pods'],
    oneOf: ['ready', 'atLeast'],
    evaluate({ pods, ready, atLeast }, { objects }) {
      const found = podsNamed(objects, pods).filter((pod) => isReady(pod) && !isTerminating(pod)).length;
      const isMet = (ready === undefined || found === ready) && (atLeast === undefined || found >= atLeast);
      return { isMet, seen: t('seen.pods', { count: found }) };
    },
    sentence: ({ pods, ready, atLeast }) =>
      ready === undefined
        ? t('goal.podsAtLeast', { pods: inWords(pods), count: atLeast ?? 0 })
        : t('goal.pods', { pods: inWords(pods), count: ready }),
  },
  reached: {
    description: 'A packet of each of the last requests came to a place.',
    fields: { reached: place, by: sender, last },
    required: ['reached', 'last'],
    evaluate({ reached, by, last: wanted }, evidence) {
      const fit = lastOf(evidence, wanted, by).filter((request) =>
        hasReached(evidence.objects, request, reached),
      ).length;
      return { isMet: fit === wanted, seen: t('seen.requests', { count: fit, of: wanted }) };
    },
    sentence: ({ reached, by, last: wanted }) =>
      t('goal.reached', { place: inWords(reached), sender: senderInWords(by), count: wanted }),
  },
  notReached: {
    description: 'No packet of the last requests came to a place.',
    fields: { notReached: place, by: sender, last },
    required: ['notReached', 'last'],
    evaluate({ notReached, by, last: wanted }, evidence) {
      const asked = lastOf(evidence, wanted, by);
      const fit = asked.filter((request) => !hasReached(evidence.objects, request, notReached)).length;
      return { isMet: fit === wanted, seen: t('seen.requests', { count: fit, of: wanted }) };
    },
    sentence: ({ notReached, by, last: wanted }) =>
      t('goal.notReached', { place: inWords(notReached), sender: senderInWords(by), count: wanted }),
  },
  packets: {
    description: 'How often something happened to packets of the last requests.',
    fields: {
      packets: { type: 'string', pattern: '^[A-Z][A-Za-z]+$', description: 'a Reason: EndpointPicked' },
      atLeast: count,
      atMost: count,
      last,
      from: sender,
    },
    required: ['packets', 'last'],
    oneOf: ['atLeast', 'atMost'],
    evaluate({ packets, atLeast, atMost, last: wanted, from }, evidence) {
      const asked = lastOf(evidence, wanted, from);
      const found = asked
        .flatMap(({ steps, end }) => [...steps, end])
        .filter(({ reason }) => reason === packets).length;
      const isMet =
        asked.length === wanted && (atLeast ?? 0) <= found && (atMost === undefined || found <= atMost);
      return { isMet, seen: t('seen.times', { count: found }) };
    },
    sentence: ({ packets, atLeast, atMost, last: wanted }) =>
      atMost === undefined
        ? t('goal.packetsAtLeast', { reason: packets, count: atLeast ?? 0, last: wanted })
        : t('goal.packetsAtMost', { reason: packets, count: atMost, last: wanted }),
    problem: ({ packets }) =>
      isReason(packets) ? null : { field: 'packets', message: `"${packets}" is no reason.` },
  },
  unchanged: {
    description: 'What must not be touched.',
    fields: { unchanged: { type: 'array', items: referenceSchema, minItems: 1 } },
    required: ['unchanged'],
    evaluate({ unchanged }, { objects, before }) {
      const touched = unchanged.filter((reference) => {
        const was = objectNamed(before, reference);
        const is = objectNamed(objects, reference);
        return was !== is && (was === undefined || is === undefined || !haveSameContent(was, is));
      });
      return { isMet: touched.length === 0, seen: touched.map(inWords).join(', ') };
    },
    sentence: ({ unchanged }) => t('goal.unchanged', { objects: unchanged.map(inWords).join(', ') }),
  },
} satisfies { readonly [K in GoalKind]: GoalRow<K> };

export const GOAL_KINDS = Object.keys(goalRows) as GoalKind[];

function rowOf(kind: GoalKind): GoalRow<GoalKind> {
  return goalRows[kind] as unknown as GoalRow<GoalKind>;
}

export function evaluateGoal(goal: Goal, evidence: Evidence): Finding {
  return rowOf(goal.kind).evaluate(goal, evidence);
}

/** What the checklist says. */
export function goalSentence(goal: Goal): string {
  return goal.text ?? rowOf(goal.kind).sentence(goal);
}

function finding(isMet: boolean): Finding {
  return { isMet, seen: '' };
}

function senderInWords(by: string | undefined): string {
  return inWords(by ?? 'any');
}

function lastOf({ objects, requests }: Evidence, wanted: number, from?: string, to?: string): Ended[] {
  return requests
    .filter((request) => isPlace(objects, request.start.from, from) && isTo(objects, request, to))
    .slice(-wanted);
}

function isWithin(part: number, atLeast: string, atMost: string | undefined): boolean {
  const percents = part * 100;
  return percents >= Number.parseInt(atLeast, 10) && percents <= Number.parseInt(atMost ?? '100', 10);
}

/** What is wrong with a goal beyond its schema: the field, and why; null when nothing is. */
export function goalProblem(goal: Goal): GoalProblem | null {
  return rowOf(goal.kind).problem?.(goal) ?? null;
}

/** For the published schema: an entry of a `goal` block. */
export function goalSchema(kind: GoalKind): Schema {
  const { description, fields, required } = rowOf(kind);
  return {
    type: 'object',
    description,
    properties: { ...fields, text: { type: 'string', minLength: 1 } },
    // The name of the kind comes first: it tells the alternatives apart.
    required: [kind, ...required.filter((name) => name !== kind)],
    additionalProperties: false,
  };
}

/** The fields of which one must be there. */
export function oneOfFields(kind: GoalKind): readonly string[] {
  return rowOf(kind).oneOf ?? [];
}
