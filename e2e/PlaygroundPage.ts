/** The playground as a person meets it: opens it, reads it and works it by role and label; the clock is turned by hand. */
import { expect, type Locator, type Page } from '@playwright/test';
import type {} from '../src/testing/driver.ts';

/** One row of the requests table, as written there. */
export interface RequestRow {
  from: string;
  to: string;
  outcome: string;
  answeredBy: string;
  sourceSeen: string;
}

export class PlaygroundPage {
  readonly page: Page;
  readonly canvas: Locator;
  readonly topBar: Locator;
  readonly transport: Locator;
  readonly inspector: Locator;

  constructor(page: Page) {
    this.page = page;
    this.canvas = page.getByRole('application');
    this.topBar = page.getByRole('banner');
    this.transport = page.getByRole('region', { name: 'Transport' });
    this.inspector = page.getByRole('complementary', { name: 'Inspector' });
  }

  /** Opens a scene with the clock in the test's hands. */
  async open(parameters: Record<string, string> = {}): Promise<void> {
    await this.page.goto(`/?${new URLSearchParams({ test: '1', ...parameters })}`);
    await this.page.waitForFunction(() => window.kubehop !== undefined);
  }

  /** Opens a scene in which nothing is: only what every cluster has. */
  async openEmpty(): Promise<void> {
    await this.open({ scene: 'empty' });
  }

  /** Lets this much time pass on the clock, at the clock's speed. */
  async advance(ms: number): Promise<void> {
    await this.page.evaluate((ms) => window.kubehop?.advance(ms), ms);
  }

  /** A card on the canvas by kind and name: `Service shop`. */
  card(title: string): Locator {
    return this.canvas.getByRole('group', { name: new RegExp(`^${title}(,|$)`) });
  }

  async openTab(name: string | RegExp): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  /** The requests that have ended, oldest first. */
  async requests(): Promise<RequestRow[]> {
    await this.openTab(/^Requests/);
    const rows = this.page.getByRole('table', { name: 'Latest requests, newest first' }).locator('tbody tr');
    const texts = await rows.evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim() ?? '')),
    );
    return texts
      .map(([, from = '', to = '', outcome = '', answeredBy = '', sourceSeen = '']) => ({
        from,
        to,
        outcome,
        answeredBy,
        sourceSeen,
      }))
      .reverse();
  }

  async expectNotice(text: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('alert').filter({ hasText: text })).toBeVisible();
  }
}
