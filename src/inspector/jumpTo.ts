/** From a problem to the control of the field that it names. */
import { isAbout } from './path.ts';

/** The row whose field the path is about; undefined when the form does not show it. */
export function fieldRow(field: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>('[data-field]')].find((row) =>
    row.dataset.field!.split(' ').some((name) => isAbout(field, name)),
  );
}

export function jumpTo(field: string): void {
  const row = fieldRow(field);
  row?.scrollIntoView({ block: 'center' });
  row?.querySelector<HTMLElement>('input, select, button')?.focus();
}
