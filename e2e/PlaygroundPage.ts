/** The playground as a person meets it: opens it, reads it and works it by role and label; the clock is turned by hand. */
import { type ElementHandle, expect, type Locator, type Page } from '@playwright/test';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../src/kubernetes/objectMeta.ts';
import type {} from '../src/testing/driver.ts';

/** One row of the requests table, as written there. */
export interface RequestRow {
  from: string;
  to: string;
  outcome: string;
  answeredBy: string;
  sourceSeen: string;
}

type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/** How much clock time a request may take before a test gives up on it: the longest timeout and some. */
const LONGEST_WAIT_MS = 240_000;
const TURN_MS = 5_000;

export class PlaygroundPage {
  readonly page: Page;
  readonly canvas: Locator;
  readonly topBar: Locator;
  readonly build: Locator;
  readonly transport: Locator;
  readonly inspector: Locator;
  readonly dock: Locator;

  constructor(page: Page) {
    this.page = page;
    this.canvas = page.getByRole('application', { name: 'Canvas' });
    this.topBar = page.getByRole('banner');
    this.build = page.getByRole('complementary', { name: 'Build' });
    this.transport = page.getByRole('region', { name: 'Transport' });
    this.inspector = page.getByRole('complementary', { name: 'Inspector' });
    this.dock = page.getByRole('region', { name: 'Dock' });
  }

  /** Opens a scene with the clock in the test's hands. */
  async open(parameters: Record<string, string> = {}, path = '/'): Promise<void> {
    await this.page.goto(`${path}?${new URLSearchParams({ test: '1', ...parameters })}`);
    await this.waitUntilOpen();
  }

  async waitUntilOpen(): Promise<void> {
    await this.page.waitForFunction(() => window.kubehop !== undefined);
    await expect(this.canvas).toBeVisible();
  }

  /** Lets this much time pass on the clock, at the clock's speed. */
  async advance(ms: number): Promise<void> {
    await this.page.evaluate((ms) => window.kubehop?.advance(ms), ms);
  }

  /** Simulated milliseconds since the scene began. */
  now(): Promise<number> {
    return this.page.evaluate(() => window.kubehop!.state().clock.now);
  }

  /** Puts objects into the cluster by the short way, for journeys that are not about how they got there. */
  async apply(yaml: string): Promise<void> {
    const objects = parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesObject | null);
    const message = await this.page.evaluate(
      async (objects) => {
        const commands = objects.map((object) => ({ type: 'apply' as const, object }));
        return (await window.kubehop!.dispatch(commands)).message;
      },
      objects.filter((object) => object !== null),
    );
    expect(message).toBe('');
  }

  /** The same, and gives everything the time to start. */
  async applyAndSettle(yaml: string): Promise<void> {
    await this.apply(yaml);
    await this.advance(20_000);
  }

  /** What the cluster has of this kind that a person made, by name. */
  async namesOf(kind: string): Promise<string[]> {
    return this.page.evaluate(
      (kind) =>
        [...window.kubehop!.state().objects.values()]
          .filter((object) => object.kind === kind && object.metadata.namespace !== 'kube-system')
          .map((object) => object.metadata.name),
      kind,
    );
  }

  /** An object as the cluster has it now, as JSON text. */
  async objectText(kind: string, name: string): Promise<string> {
    return this.page.evaluate(
      ([kind, name]) =>
        JSON.stringify(
          [...window.kubehop!.state().objects.values()].find(
            (object) => object.kind === kind && object.metadata.name === name,
          ) ?? null,
        ),
      [kind, name],
    );
  }

  /** Deletes an object that stands in the list of the scene, also one without a card. */
  async deleteFromList(title: string): Promise<void> {
    await this.inspector.getByRole('tab', { name: 'Scene' }).click();
    await this.inspector.getByRole('button', { name: title }).click();
    await this.inspector.getByRole('button', { name: 'Delete' }).click();
  }

  /** Selects an object on the canvas, which opens it in the inspector. */
  async select(title: string): Promise<void> {
    await this.card(title).focus();
    await this.press('Enter');
    await expect(this.inspector.getByRole('heading', { name: title.split(' ').at(-1)! })).toBeVisible();
  }

  /** A card on the canvas by kind and name: `Service shop`. */
  card(title: string): Locator {
    return this.canvas.getByRole('button', { name: new RegExp(`^${title}(,|$)`) });
  }

  /** The address that a card shows, once it has one. */
  async addressOf(title: string): Promise<string> {
    const address = /\b\d+\.\d+\.\d+\.\d+\b/;
    for (let waited = 0; waited < LONGEST_WAIT_MS; waited += TURN_MS) {
      const found = address.exec((await this.card(title).getAttribute('aria-label')) ?? '')?.[0];
      if (found !== undefined) return found;
      await this.advance(TURN_MS);
    }
    throw new Error(`${title} got no address`);
  }

  /** Shows all cards, wherever they stand. */
  async zoomToFit(): Promise<void> {
    await this.page
      .getByRole('toolbar', { name: 'Canvas' })
      .getByRole('button', { name: 'Zoom to fit' })
      .click();
  }

  // Requests

  /** The latest requests, oldest first; those in flight too, unless the filter leaves them out. */
  async requests(filter = ''): Promise<RequestRow[]> {
    await this.dock.getByRole('tab', { name: 'Packets', exact: true }).click();
    await this.dock.getByRole('searchbox', { name: 'Filter packets' }).fill(filter);
    const rows = this.dock.getByRole('table', { name: 'Latest requests, newest first' }).locator('tbody tr');
    const texts = await rows.evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim() ?? '')),
    );
    return texts
      .map(([, from = '', host = '', , service = '', outcome = '', answeredBy = '', sourceSeen = '']) => ({
        from,
        to: service === '' ? host : service,
        outcome,
        answeredBy,
        sourceSeen,
      }))
      .reverse();
  }

  /** Turns the clock until this many requests have ended, and returns these, oldest first. */
  async runUntilEnded(count: number): Promise<RequestRow[]> {
    for (let waited = 0; waited < LONGEST_WAIT_MS; waited += TURN_MS) {
      const ended = (await this.requests()).filter((request) => request.outcome !== 'In flight');
      if (ended.length >= count) return ended;
      await this.advance(TURN_MS);
    }
    throw new Error(`no ${count} requests have ended`);
  }

  /** Opens the oldest request of the table in the inspector, with all that is folded unfolded. */
  async followOldest(): Promise<void> {
    await this.dock.getByRole('tab', { name: 'Packets', exact: true }).click();
    await this.dock
      .getByRole('button', { name: /^Follow request/ })
      .last()
      .click();
    await expect(this.inspector.getByRole('tab', { name: 'Packet' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  }

  // Import and export

  async openImport(): Promise<void> {
    await this.topBar.getByRole('button', { name: 'Import / export' }).click();
    await expect(this.page.getByRole('dialog', { name: 'Import / export' })).toBeVisible();
  }

  /** What the dialog says about the import, in one piece. */
  get importReport(): Locator {
    return this.page.getByRole('region', { name: 'Import report' });
  }

  async closeDialog(): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await expect(this.page.getByRole('dialog')).toBeHidden();
  }

  /** Types manifests into the open dialog and imports them. */
  async importText(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Manifests, YAML or JSON' }).fill(text);
    await this.page.getByRole('button', { name: 'Import', exact: true }).click();
  }

  /** Chooses files in the open dialog, which imports them. */
  async importFiles(
    ...files: (string | { name: string; mimeType: string; buffer: Buffer })[]
  ): Promise<void> {
    const [chooser] = await Promise.all([
      this.page.waitForEvent('filechooser'),
      this.page.getByRole('button', { name: 'Choose files' }).click(),
    ]);
    await chooser.setFiles(files as string[]);
  }

  /** The whole scene as the export tab of the open dialog shows it. */
  async exportedText(): Promise<string> {
    await this.page.getByRole('tab', { name: 'Export' }).click();
    const field = this.page.getByRole('textbox', { name: 'Everything that you made' });
    await expect(field).toHaveValue(/kind: Scene/);
    return field.inputValue();
  }

  // The mouse

  /** Drags a row of the palette to a point of the canvas, or onto a card. */
  async drop(item: string, target: Locator, position?: { x: number; y: number }): Promise<void> {
    await this.build
      .getByRole('button', { name: `Add ${item}`, exact: true })
      .dragTo(target, position === undefined ? {} : { targetPosition: position });
  }

  /** Pulls a wire from the dot at the edge of a card to another card. */
  async connect(from: string, to: string): Promise<void> {
    await this.card(from).hover();
    await this.drag(this.card(from).locator('.kh-pull'), this.card(to));
  }

  /** Presses the mouse on one thing, and lets it go over another. */
  async drag(from: Locator, to: Locator): Promise<void> {
    const [start, end] = [await centreOf(from), await centreOf(to)];
    const { mouse } = this.page;
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
    await mouse.move(end.x, end.y, { steps: 4 });
    await mouse.up();
  }

  // The keyboard

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Presses Tab until this has the focus. */
  async tabTo(target: Locator): Promise<void> {
    const element = await elementOf(target);
    for (let presses = 0; presses < 120; presses++) {
      if (await isFocused(element)) return;
      await this.press('Tab');
    }
    throw new Error('Tab does not come by here');
  }

  /** Walks from card to card with the arrow keys: the way that seems nearest, and another one when it comes by again. */
  async walkTo(title: string): Promise<void> {
    const target = await elementOf(this.card(title));
    const end = await centreOf(target);
    const tried = new Map<string, number>();
    for (let steps = 0; steps < 60; steps++) {
      if (await isFocused(target)) return;
      const here = this.page.locator('*:focus');
      const start = await centreOf(here);
      const card = await here.getAttribute('aria-label');
      const timesTried = (direction: Direction) => tried.get(`${card} ${direction}`) ?? 0;
      const ways = directionsTo({ x: end.x - start.x, y: end.y - start.y });
      const way = ways.sort((a, b) => timesTried(a) - timesTried(b))[0]!;
      tried.set(`${card} ${way}`, timesTried(way) + 1);
      await this.press(way);
    }
    throw new Error(`the arrow keys do not lead to ${title}`);
  }
}

/** All directions, the one that leads there most directly first. */
function directionsTo({ x, y }: { x: number; y: number }): Direction[] {
  const gains: [Direction, number][] = [
    ['ArrowRight', x],
    ['ArrowLeft', -x],
    ['ArrowDown', y],
    ['ArrowUp', -y],
  ];
  return gains.sort((a, b) => b[1] - a[1]).map(([direction]) => direction);
}

async function centreOf(target: Locator | ElementHandle): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('it is not on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Looked up once: searching the page by role for each press of a key takes longer than the key. */
async function elementOf(target: Locator): Promise<ElementHandle> {
  const element = await target.elementHandle();
  if (element === null) throw new Error('it is not on the page');
  return element;
}

function isFocused(target: ElementHandle): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}
