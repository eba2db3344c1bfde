/** The test function of all journeys: it hands out the page object and fails a test whose page complained. */
import { test as base, expect } from '@playwright/test';
import { LearnPanel } from './LearnPanel.ts';
import { PlaygroundPage } from './PlaygroundPage.ts';

interface Fixtures {
  playground: PlaygroundPage;
  learn: LearnPanel;
  /** Complaints that a test provokes on purpose. */
  expectedComplaints: RegExp[];
  complaints: string[];
}

export const test = base.extend<Fixtures>({
  expectedComplaints: [[], { option: true }],
  complaints: [
    async ({ page, expectedComplaints }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(`${error.name}: ${error.message}`));
      await use(complaints);
      const unexpected = complaints.filter((text) => !expectedComplaints.some((known) => known.test(text)));
      expect(unexpected, 'errors in the console').toEqual([]);
    },
    { auto: true },
  ],
  playground: async ({ page }, use) => {
    await use(new PlaygroundPage(page));
  },
  learn: async ({ page }, use) => {
    await use(new LearnPanel(page));
  },
});

export { expect };
