/**
 * The text of one subject (some objects, or the whole scene) and the cluster, kept in step: what is typed becomes
 * commands, and what changes elsewhere becomes edits of the text at the changed places only.
 */
import { SEPARATOR, writtenObjects } from '../kubernetes/documentTexts.ts';
import { parseFieldPath, pathOfWrongType, rangeOfField } from '../kubernetes/fieldPlaces.ts';
import { changesBetween, withChanges } from '../kubernetes/objectChanges.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Status } from '../kubernetes/status.ts';
import { editText } from '../kubernetes/yamlEdit.ts';
import { objectTextsOf, writtenForm } from '../playground/objectTexts.ts';
import { haveSameContent } from '../playground/ownership.ts';
import type { Playground } from '../playground/playground.ts';
import { type TextEdit, textEdits } from './lineDiff.ts';
import { type Agreed, IDENTITY_LINE, needsConsent, planOf, type Step } from './plan.ts';
import { createReader, keyOfRead, type Problem, type ReadDocument } from './reading.ts';

/** The keys of the objects; `scene`: all that a person made. */
export type Subject = 'scene' | readonly ObjectKey[];

export interface Outcome {
  problems: Problem[];
  /** What waits for consent; null when nothing does. */
  pending: readonly Step[] | null;
  /** Whether objects changed. */
  isApplied: boolean;
  /** An object whose name is still being typed. */
  isWaiting: boolean;
}

export interface YamlSession {
  readonly subject: Subject;
  /** What the editor shows first, and again when the subject comes back. */
  text: string;
  /** Whether the text says something that the cluster does not. */
  isAhead: boolean;
  apply(
    text: string,
    /** `asksFirst`: whatever it is, it waits for consent. */
    options: { cursor: number | null; hasConsent: boolean; asksFirst?: boolean; gesture: string },
  ): Promise<Outcome>;
  /** What happened elsewhere, as edits of this text; applied on top of what is being typed. */
  catchUp(text: string): TextEdit[];
  /** The text as the cluster has it. */
  restored(): string;
}

export function createSession(playground: Playground, subject: Subject): YamlSession {
  const texts = objectTextsOf(playground);
  const read = createReader();
  const agreed = new Map<ObjectKey, Agreed>();
  let isApplying = false;
  const objects = () => playground.store.getState().objects;

  function subjectKeys(): ObjectKey[] {
    if (subject === 'scene') return playground.scene().objects.map(keyOfRead);
    return subject.filter((key) => objects().has(key));
  }

  function agree(key: ObjectKey): string {
    const known = texts.of(key)!;
    agreed.set(key, { says: known.says, stands: known.stands });
    return known.text;
  }

  function restored(): string {
    agreed.clear();
    return subjectKeys()
      .map(agree)
      .map((text) => (text.endsWith('\n') ? text : `${text}\n`))
      .join(SEPARATOR);
  }

  /** What became of one object elsewhere; undefined when there is nothing to do in its document. */
  function caughtUp(document: ReadDocument, object: KubernetesObject): string | undefined {
    const key = keyOfRead(object);
    const before = agreed.get(key);
    const stored = objects().get(key);
    if (before === undefined || stored === undefined || before.stands === stored) return undefined;
    if (haveSameContent(before.stands, stored)) {
      before.stands = stored;
      return undefined;
    }
    const changes = changesBetween(writtenForm(before.stands), writtenForm(stored));
    const isInStep = changesBetween(before.says, object).length === 0;
    if (isInStep && document.objects.length === 1) {
      const known = texts.of(key)!;
      agreed.set(key, { says: known.says, stands: stored });
      return known.text;
    }
    agreed.set(key, { says: withChanges(before.says, changes), stands: stored });
    if (document.objects.length === 1) return editText(document.text, object, changes);
    // A list is taken apart.
    return document.objects
      .map((item) => texts.of(keyOfRead(item))?.text ?? '')
      .filter((text) => text !== '')
      .join(SEPARATOR);
  }

  function isGone(document: ReadDocument): boolean {
    return (
      document.objects.length > 0 &&
      document.objects.every((object) => {
        const key = keyOfRead(object);
        return agreed.has(key) && !objects().has(key);
      })
    );
  }

  function catchUp(text: string): TextEdit[] {
    if (isApplying) return [];
    const documents = read(text);
    const edits: TextEdit[] = [];
    const present = new Set<ObjectKey>();
    for (const [index, document] of documents.entries()) {
      for (const object of document.objects) present.add(keyOfRead(object));
      if (isGone(document)) {
        for (const object of document.objects) agreed.delete(keyOfRead(object));
        edits.push(removal(text, documents, index));
        continue;
      }
      for (const object of document.objects) {
        const changed = caughtUp(document, object);
        if (changed === undefined) continue;
        edits.push(...textEdits(document.text, changed, document.offset));
        break;
      }
    }
    for (const key of [...agreed.keys()]) if (!objects().has(key)) agreed.delete(key);
    const added = subjectKeys().filter((key) => !agreed.has(key) && !present.has(key));
    if (added.length > 0) {
      const isEmpty = text.trim() === '';
      const head = isEmpty ? '' : `${text.endsWith('\n') ? '' : '\n'}${SEPARATOR}`;
      edits.push({
        from: isEmpty ? 0 : text.length,
        to: text.length,
        insert: head + added.map(agree).join(SEPARATOR),
      });
    }
    return edits;
  }

  async function apply(
    text: string,
    { cursor, hasConsent, asksFirst = false, gesture }: Parameters<YamlSession['apply']>[1],
  ): Promise<Outcome> {
    const documents = read(text);
    const problems = documents.flatMap((document) =>
      document.problems.map((problem) => shifted(problem, document)),
    );
    const all = planOf(documents, agreed, objects());
    const steps = all.filter((step) => !isBeingNamed(text, cursor, step));
    const outcome: Outcome = {
      problems,
      pending: null,
      isApplied: false,
      isWaiting: steps.length < all.length,
    };
    session.isAhead = all.length > 0 || problems.some(({ severity }) => severity === 'error');
    if (!hasConsent && (needsConsent(steps) || (asksFirst && steps.length > 0)))
      return { ...outcome, pending: steps };
    isApplying = true;
    try {
      for (const step of steps) {
        const status = await playground.dispatch(step.commands, 'yaml', gesture);
        if (status.status === 'Failure') {
          problems.push(problemOf(status, step));
          continue;
        }
        outcome.isApplied = true;
        if (step.formerKey !== undefined) agreed.delete(step.formerKey);
        if (step.type === 'delete') agreed.delete(step.key);
      }
    } finally {
      isApplying = false;
    }
    const refused = new Set(
      steps.filter((step) => problems.some((problem) => problem === refusals.get(step))),
    );
    settle(
      documents,
      new Set([...all.filter((step) => !steps.includes(step)), ...refused].map(({ key }) => key)),
    );
    session.isAhead =
      refused.size > 0 || outcome.isWaiting || problems.some(({ severity }) => severity === 'error');
    return outcome;
  }

  const refusals = new WeakMap<Step, Problem>();

  function problemOf(status: Status, step: Step): Problem {
    const { document } = step;
    const problem: Problem = {
      ...(document === null
        ? { from: 0, to: 0 }
        : shifted(rangeOfStatus(status, document.text, step.object), document)),
      severity: 'error',
      message: status.message,
    };
    refusals.set(step, problem);
    return problem;
  }

  /** The text is now what people wrote for these objects. */
  function settle(documents: readonly ReadDocument[], without: ReadonlySet<ObjectKey>): void {
    for (const document of documents)
      for (const object of document.objects) {
        const key = keyOfRead(object);
        const stored = objects().get(key);
        if (without.has(key) || stored === undefined) continue;
        const before = agreed.get(key);
        const isSame = before !== undefined && changesBetween(before.says, object).length === 0;
        // What happened elsewhere meanwhile is still to be caught up with.
        if (!isSame) agreed.set(key, { says: object, stands: stored });
        if (isSame && before.stands !== stored && !haveSameContent(before.stands, stored)) continue;
        if (document.objects.length === 1) texts.keep(key, document.text, object);
        else
          for (const written of writtenObjects(document.text))
            if (keyOfRead(written.object) === key) texts.keep(key, written.text, written.object);
      }
  }

  const session: YamlSession = { subject, text: '', isAhead: false, apply, catchUp, restored };
  session.text = restored();
  return session;
}

/** With the line that parts it from its neighbour. */
function removal(text: string, documents: readonly ReadDocument[], index: number): TextEdit {
  const document = documents[index]!;
  const next = documents[index + 1];
  if (next !== undefined) return { from: document.offset, to: next.offset, insert: '' };
  const before = documents[index - 1];
  const isAlone = before === undefined || before.objects.length === 0;
  return {
    from: isAlone ? document.offset : before.offset + before.text.length,
    to: text.length,
    insert: '',
  };
}

function shifted<T extends { from: number; to: number }>(range: T, { offset }: ReadDocument): T {
  return { ...range, from: range.from + offset, to: range.to + offset };
}

function isBeingNamed(text: string, cursor: number | null, { type, document }: Step): boolean {
  if (cursor === null || document === null || (type !== 'create' && type !== 'rename')) return false;
  if (cursor < document.offset || cursor > document.offset + document.text.length) return false;
  const start = text.lastIndexOf('\n', cursor - 1) + 1;
  const end = text.indexOf('\n', cursor);
  return IDENTITY_LINE.test(text.slice(start, end < 0 ? text.length : end).replace(/^\s*(- )+/, ''));
}

/** Which field of the document the API server means. */
function rangeOfStatus(
  status: Status,
  text: string,
  object: KubernetesObject | null,
): { from: number; to: number } {
  const field = status.details?.causes?.[0]?.field;
  if (field !== undefined) return rangeOfField(text, parseFieldPath(field));
  const wrongType = /cannot unmarshal (\w+).* into Go struct field \w+\.([\w.]+) of type/.exec(
    status.message,
  );
  const path = wrongType && pathOfWrongType(object, wrongType[2]!.split('.'), wrongType[1]!);
  return rangeOfField(text, path ?? []);
}
