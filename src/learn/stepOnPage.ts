/** What a step wants of the page around it: its address, the tab of the dock, the tools; whether or not the Learn panel is in view. */
import type { Lesson, Step } from '../lessons/lesson.ts';
import type { PlayerState } from '../lessons/playerState.ts';
import { type PaletteItemId, paletteItems } from '../playground/paletteItems.ts';
import type { Playground } from '../playground/playground.ts';
import { showInAddress } from '../ui/lessonAddress.ts';
import { isNarrowScreen, openPanel } from '../ui/panels.ts';
import { stopPointing } from '../ui/pointing.ts';
import { needTools } from '../ui/shownTools.ts';
import { forgetLines } from '../ui/typedLines.ts';

/** Called with each change of the player; `asked` is what its lesson is called in the address, null when it has none. */
export function setPage(
  playground: Playground,
  now: PlayerState,
  before: PlayerState,
  asked: string | null,
): void {
  if (now.lesson?.id === before.lesson?.id && now.step === before.step) return;
  stopPointing(playground);
  if (now.lesson?.id !== before.lesson?.id) forgetLines();
  const step = now.lesson?.steps[now.step];
  if (now.lesson === null || step === undefined) {
    showInAddress(null);
    needTools(null);
    return;
  }
  showInAddress(asked === null ? null : { lesson: asked, step: step.id });
  needTools(toolsOf(now.lesson, step), now.lesson.head.lockTools);
  // On a narrow screen it would cover the text.
  if (step.show.open !== undefined && !isNarrowScreen()) openPanel('dock', { dockTab: step.show.open });
}

/** Those of the lesson and of the step; null when neither says. */
function toolsOf({ head }: Lesson, { show }: Step): PaletteItemId[] | null {
  if (head.tools === null && show.tools === undefined) return null;
  const names = [...(head.tools ?? []), ...(show.tools ?? [])];
  // `Service` means its five forms.
  const isNamed = (id: string, group: string) =>
    names.includes(id) || (group === 'Services' && names.includes('Service'));
  return paletteItems.filter(({ id, group }) => isNamed(id, group)).map(({ id }) => id);
}
