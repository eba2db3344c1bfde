/** What the page around an embed hears of it: each hop of a packet, and each goal of a lesson that is reached. */
import type { LessonPlayer } from '../lessons/playerState.ts';
import type { Tell } from './contract.ts';
import type { Opened } from './openSource.ts';

export function tellEvents({ playground, lesson }: Opened, tell: Tell): () => void {
  const stops = [
    playground.onEvents((events) => {
      for (const event of events) {
        if (event.type !== 'Hop') continue;
        const { leavesAt, requestId, from, to, packetKind, rule } = event;
        tell('hop', { at: leavesAt, requestId, from, to, packetKind, rule: rule?.text ?? null });
      }
    }),
    lesson === null ? () => {} : tellGoals(lesson.player, tell),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function tellGoals(player: LessonPlayer, tell: Tell): () => void {
  const told = new Set<string>();
  return player.store.subscribe(({ lesson, step, goals }) => {
    if (lesson === null) return;
    const { id } = lesson.steps[step]!;
    goals.forEach(({ isMet }, index) => {
      const name = `${id} ${index}`;
      if (!isMet || told.has(name)) return;
      told.add(name);
      tell('goal', { lesson: lesson.id, step: id, goal: index + 1 });
    });
  });
}
