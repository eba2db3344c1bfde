/** How much of a canvas so high is seen: on a narrow screen a sheet with what is read about it lies over its lower part. */
import { pageOf } from '../ui/pageRoot.ts';

/** What the sheet holds: a text that is read while one watches, or something else. */
export type CanvasSheet = 'text' | 'other';

export function seenHeight(height: number, canvas: Element | null): number {
  const sheet = canvas === null ? null : pageOf(canvas).querySelector<HTMLElement>('[data-sheet]');
  return sheet === null ? height : Math.min(height, sheet.offsetTop);
}
