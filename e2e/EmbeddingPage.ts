/** A page of somebody's documentation with embeds in it, served beside the playground. */
import type { Locator, Page } from '@playwright/test';

export const SCRIPT = '<script type="module" src="/kubehop.js"></script>';

/** Opens a page whose body is this, in place of `/docs.html`. */
export async function openPage(
  page: Page,
  body: string,
  headers: Record<string, string> = {},
): Promise<void> {
  await page.route('**/docs.html', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers,
      body: `<!doctype html><html lang="en"><head><title>Docs</title></head><body><h1>Docs</h1>${body}</body></html>`,
    }),
  );
  await page.goto('/docs.html');
}

export function embed(attributes: string, content = ''): string {
  return `<kubehop-playground ${attributes}>${content}</kubehop-playground>`;
}

export function inlineYaml(text: string): string {
  return `<script type="application/yaml">${text}</script>`;
}

/** What the clock of an embed shows when it comes alive: the moment of its picture. */
export const BEGINNING = '00:05.0';

export const one = (page: Page, id: string): Locator => page.locator(`#${id}`);
export const canvasOf = (page: Page, id: string): Locator =>
  one(page, id).getByRole('application', { name: 'Canvas' });
export const clockOf = (page: Page, id: string): Locator => one(page, id).getByRole('timer');
/** A card of an embed by kind and name: `Pod web`. */
export const cardOf = (page: Page, id: string, title: string): Locator =>
  canvasOf(page, id).getByRole('button', { name: new RegExp(`^${title}(,|$)`) });
