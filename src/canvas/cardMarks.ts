/** How cards show what a text beside the canvas has to do with them: it points at them, or asks about them. */
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { CardQuestion } from '../ui/pointing.ts';

interface Pointing {
  readonly cards: readonly ObjectKey[];
  readonly question: CardQuestion | null;
}

/** Classes by card or object. */
export function marksOf({ cards, question }: Pointing): ReadonlyMap<string, string> {
  const marks = new Map<string, string>();
  for (const card of question?.cards ?? []) marks.set(card, 'kh-choice');
  for (const card of question?.chosen ?? []) marks.set(card, 'kh-choice kh-chosen');
  for (const card of cards) marks.set(card, `${marks.get(card) ?? ''} kh-pointed`.trim());
  return marks;
}

/** The answer that a card stands for: the place itself, or the object that it draws; null when it is none. */
export function choiceAt({ question }: Pointing, card: string, object: ObjectKey): ObjectKey | null {
  if (question === null) return null;
  if (question.cards.includes(card)) return card;
  return question.cards.includes(object) ? object : null;
}
