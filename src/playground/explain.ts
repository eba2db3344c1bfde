/** What happened to a packet, in the language of the page: from the same facts as the simulation's own English, which is said where a message lacks. */
import { statusLine } from '../kubernetes/httpStatus.ts';
import { formatSocket } from '../kubernetes/ip.ts';
import { parseKey } from '../kubernetes/objectMeta.ts';
import { currentLanguage } from '../messages/language.ts';
import type { Values } from '../messages/messages.ts';
import { isReasonKey, t } from '../messages/reasons.ts';
import type { Decision, RequestEnd } from '../simulation/events.ts';
import { type Facts, factsOf } from '../simulation/facts.ts';
import { type Explanation, explain } from '../simulation/reasons.ts';

/** What happened at a place (by its name) to a packet, or how a request ended for its sender. */
export function explainInWords(decision: Decision | RequestEnd, place: string): Explanation {
  const english = explain(decision, place);
  if (currentLanguage() === 'en') return english;
  const facts = factsOf(decision, place);
  // Of pings and of virtual servers other things are told, which have no messages.
  if (facts.isPing || facts.text('scheduler') !== '') return english;
  const values = valuesOf(decision, facts);
  const told = 'outcome' in decision ? endInWords(decision, values) : stepInWords(decision, facts, values);
  if (told === null) return english;
  const lookAt =
    english.lookAt === undefined ? undefined : (say(decision, 'lookAt', values) ?? english.lookAt);
  return lookAt === undefined ? told : { ...told, lookAt };
}

function stepInWords(decision: Decision, facts: Facts, values: Values): Explanation | null {
  const title = say(decision, 'title', values);
  const sentence = say(decision, 'sentence', values);
  if (title === null || sentence === null) return null;
  const policies = facts.isReply ? '' : facts.text('allowedBy');
  return { title, sentence: policies === '' ? sentence : t('allowedBy', { sentence, policies }) };
}

function endInWords(end: RequestEnd, values: Values): Explanation | null {
  const { outcome, status, upstream, sourceSeen } = end;
  const outcomeText = t(`outcome.${outcome}`);
  const sentence = say(end, 'sentence', values);
  // What a resolver or a reset says is no outcome alone.
  if (outcome !== 'answered')
    return sentence === null || end.reason === 'ConnectionReset' || end.reason.startsWith('Dns')
      ? null
      : { title: outcomeText, sentence: t('end', { outcome: outcomeText, sentence }) };
  const title = status === undefined || status < 300 ? outcomeText : statusLine(status);
  if (status !== undefined && status >= 400) return sentence === null ? null : { title, sentence };
  const { server = '' } = values;
  const by =
    sourceSeen === null ? t('end.answered', { server }) : t('end.answeredSeen', { server, sourceSeen });
  if (upstream === undefined || upstream.answeredBy === null) return { title, sentence: by };
  const { name: last } = parseKey(upstream.answeredBy);
  return { title, sentence: t('end.passedOn', { sentence: by, last, seen: String(upstream.sourceSeen) }) };
}

/** null when there is no message for it. */
function say({ reason }: Decision | RequestEnd, part: string, values: Values): string | null {
  const key = `${reason}.${part}`;
  return isReasonKey(key) ? t(key, values) : null;
}

/** All facts by name; what there is none of is `none`, so that a message can choose by it. */
function valuesOf(decision: Decision | RequestEnd, facts: Facts): Values {
  const { before, after } = facts;
  const yes = (is: boolean) => (is ? 'yes' : 'no');
  const details = Object.entries(decision.details ?? {}).map(
    ([name, value]) => [name, typeof value === 'boolean' ? yes(value) : value] as const,
  );
  const known: Record<string, string | number> = {
    ...Object.fromEntries(details),
    place: facts.place,
    to: facts.to,
    service: facts.service,
    server: facts.server,
    // Whose answer a proxy passes on.
    answerer: facts.text('server'),
    isReply: yes(facts.isReply),
    isEnd: yes(facts.isEnd),
    isTaken: yes(facts.isReply && facts.isEnd),
    protocol: before.protocol,
    beforeSource: before.source,
    beforePort: String(before.destinationPort),
    beforeFrom: formatSocket(before.source, before.sourcePort),
    beforeTo: formatSocket(before.destination, before.destinationPort),
    afterSource: after.source,
    afterDestination: after.destination,
    afterFrom: formatSocket(after.source, after.sourcePort),
    afterTo: formatSocket(after.destination, after.destinationPort),
    ...(decision.reason === 'ReplyTranslatedBack' ? { way: wayBack(facts) } : {}),
    ...(decision.reason === 'PortNotListening' ? { why: whyRefused(facts) } : {}),
  };
  return new Proxy(known, {
    has: () => true,
    get(all, name) {
      const value = all[String(name)];
      if (value !== undefined && value !== '') return value;
      return COUNTED.includes(String(name)) ? 0 : 'none';
    },
  });
}

const COUNTED: readonly string[] = ['endpoints', 'addresses', 'healthy', 'nodes'];

function wayBack({ before, after }: Facts): string {
  if (after.source === before.source) return 'masqueraded';
  return after.destination === before.destination ? 'same' : 'onward';
}

function whyRefused({ flag }: Facts): string {
  if (flag('isStopping')) return 'stopping';
  return flag('isLocalOnly') ? 'local' : 'none';
}
