/** What a lesson of the course must be beside correct: its size and shape, where its links lead, and what comes before it. */
import type { LessonProblem, LessonText, Prose } from '../lessons/lesson.ts';
import { goalsOf, predictionsOf } from '../lessons/lesson.ts';
import { everyNode, OBJECT_LINK, plainText } from '../lessons/markdown.ts';

/** Where official documentation is. */
const HOSTS = [
  'kubernetes.io',
  'gateway-api.sigs.k8s.io',
  'coredns.io',
  'github.com/kubernetes',
  'www.rfc-editor.org',
  'datatracker.ietf.org',
  'man7.org',
  'docs.kernel.org',
  'www.kernel.org',
  'www.netfilter.org',
  'docs.cilium.io',
  'docs.tigera.io',
  'gateway.envoyproxy.io',
  'doc.traefik.io',
];
const WORDS_PER_MINUTE = 180;
const MINUTES_FOR_A_GOAL = 3;

export interface Neighbour {
  readonly id: string;
  readonly order: number;
}

/** `course`: all lessons there are; empty for a lesson that stands alone. */
export function ruleProblems(
  id: string,
  { head, steps }: LessonText,
  file: string,
  course: readonly Neighbour[],
): LessonProblem[] {
  const problems: LessonProblem[] = [];
  const tell = (line: number, field: string, message: string) =>
    problems.push({ file, line, field, message });

  for (const before of course.length === 0 ? [] : head.prerequisites) {
    const other = course.find((each) => each.id === before);
    if (other === undefined) tell(1, 'prerequisites', `there is no lesson "${before}".`);
    else if (other.order >= head.order)
      tell(1, 'prerequisites', `"${before}" comes later (order ${other.order}).`);
  }
  const twin = course.find((each) => each.id !== id && each.order === head.order);
  if (twin !== undefined) tell(1, 'order', `"${twin.id}" has the same order, ${head.order}.`);
  tellLink(head.documentation, 1, 'documentation');

  const isLesson = head.kind === 'lesson';
  const [least, most] = isLesson ? [4, 7] : [1, 3];
  if (steps.length < least || steps.length > most)
    tell(1, 'steps', `has ${steps.length} steps; a ${head.kind} has ${least} to ${most}.`);
  const texts = steps.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'text' || part.type === 'summary' ? [part.text] : [])),
  );
  const reading = wordsOf(texts) / WORDS_PER_MINUTE + steps.flatMap(predictionsOf).length / 2;
  const doing = steps.filter((step) => goalsOf(step).length > 0).length * MINUTES_FOR_A_GOAL;
  if (head.minutes < reading || head.minutes > Math.max(12, (reading + doing) * 3))
    tell(
      1,
      'minutes',
      `are ${head.minutes}; reading takes ${Math.ceil(reading)}, doing about ${doing} more.`,
    );
  const last = steps.at(-1);
  if (last !== undefined && !last.parts.some(({ type }) => type === 'summary'))
    tell(last.line, `steps.${last.id}`, 'the last step has a summary.');
  if (isLesson && steps.every((step) => predictionsOf(step).length === 0))
    tell(1, 'steps', 'nothing is predicted.');
  if (steps.every((step) => goalsOf(step).length === 0))
    tell(1, 'steps', 'there is nothing to do: no step has a goal.');
  for (const step of steps) {
    const field = `steps.${step.id}`;
    if (goalsOf(step).length > 0 && step.hints.length !== 3)
      tell(step.line, field, `has goals and ${step.hints.length} hints; there are three.`);
    for (const part of step.parts)
      if (part.type === 'text' || part.type === 'summary')
        for (const node of everyNode(part.text.nodes))
          if (node.type === 'link' && !node.url.startsWith(OBJECT_LINK)) tellLink(node.url, part.line, field);
    for (const prediction of predictionsOf(step))
      for (const { value, because } of prediction.choices)
        if (because !== null && because.source.length > 600)
          tell(step.line, `${field}.predict ${prediction.id}`, `says too much about "${value}".`);
  }
  return problems;

  function tellLink(url: string, line: number, field: string): void {
    const address = URL.canParse(url) ? new URL(url) : null;
    const place = address === null ? '' : `${address.hostname}${address.pathname}`;
    const isOfficial = HOSTS.some((host) => place === host || place.startsWith(`${host}/`));
    if (address?.protocol !== 'https:' || !isOfficial)
      tell(line, field, `${url} is no official documentation: ${HOSTS.join(', ')}.`);
  }
}

function wordsOf(texts: readonly Prose[]): number {
  return texts.reduce((sum, { nodes }) => sum + plainText(nodes).split(/\s+/).length, 0);
}
