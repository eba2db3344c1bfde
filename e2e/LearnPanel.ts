/** The Learn panel as a person meets it: the course, and the step of the lesson that is open. */
import { expect, type Locator, type Page } from '@playwright/test';

export class LearnPanel {
  readonly page: Page;
  /** The panel on a wide screen, the sheet on a phone. */
  readonly panel: Locator;
  readonly course: Locator;
  readonly lesson: Locator;
  readonly heading: Locator;
  readonly predictions: Locator;
  readonly goals: Locator;
  readonly next: Locator;
  readonly check: Locator;
  /** Back to the list. */
  readonly leave: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('tabpanel', { name: 'Learn' });
    this.course = this.panel.getByRole('list', { name: 'The course' });
    this.lesson = this.panel.getByRole('article');
    this.heading = this.lesson.getByRole('heading', { level: 2 });
    this.predictions = this.lesson.getByRole('region', { name: 'Prediction' });
    this.goals = this.lesson.getByRole('region', { name: 'Goal' });
    this.next = this.lesson.getByRole('button', { name: /^(?:Next|Skip for now)$/ });
    this.leave = this.lesson.getByRole('button', { name: 'All lessons' }).first();
    this.check = this.lesson.getByRole('button', { name: 'Check my prediction' });
  }

  async openTab(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Learn' }).click();
    await expect(this.course).toBeVisible();
  }

  entry(title: string): Locator {
    return this.course.getByRole('button', { name: new RegExp(`: ${title}$`) });
  }

  /** Opens a lesson from the list. */
  async open(title: string): Promise<void> {
    await this.entry(title).click();
    await expect(this.panel.getByRole('article', { name: title })).toBeVisible();
  }

  choice(text: string | RegExp): Locator {
    return this.predictions.getByRole('radio', { name: text });
  }

  /** Answers the open question of the step and has it checked. */
  async predict(text: string | RegExp): Promise<void> {
    await this.choice(text).check();
    await this.check.click();
    await expect(this.check).toBeHidden();
  }

  /** Waits until this step is shown, counted from 1. */
  async isAt(step: number): Promise<void> {
    await expect(this.lesson).toContainText(`, step ${step} of `);
  }

  /** Goes on to this step. */
  async goOnTo(step: number): Promise<void> {
    await this.next.click();
    await this.isAt(step);
  }

  /** Takes all hints of the step and runs its solution in the terminal. */
  async runSolution(): Promise<void> {
    const hint = this.lesson.getByRole('button', { name: /^(?:Hint|Next hint)$/ });
    while (await hint.isVisible()) await hint.click();
    await this.lesson.getByRole('button', { name: 'Show the solution' }).click();
    await this.lesson.getByRole('button', { name: 'Run it' }).click();
  }
}
