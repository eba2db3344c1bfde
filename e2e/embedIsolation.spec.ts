/** An embed is a guest: it reads and writes nothing of its page's storage, adds no globals, and leaves nothing behind. */
import type { CDPSession, Page } from '@playwright/test';
import type { PlaygroundElement } from '../src/embed/PlaygroundElement.ts';
import { canvasOf, cardOf, embed, one, openPage, SCRIPT } from './EmbeddingPage.ts';
import { expect, test } from './test.ts';

declare global {
  interface Window {
    touched: string[];
    listening: () => string[];
  }
}

/** Notes every way to what a browser keeps for a page. */
async function watchStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const touched: string[] = [];
    window.touched = touched;
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'] as const) {
      const own = Object.getOwnPropertyDescriptor(window, name);
      if (own?.get === undefined) continue;
      Object.defineProperty(window, name, {
        ...own,
        get() {
          touched.push(name);
          return own.get!.call(window) as unknown;
        },
      });
    }
    const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')!;
    Object.defineProperty(document, 'cookie', {
      get() {
        touched.push('cookie');
        return cookie.get!.call(document) as unknown;
      },
      set(value: string) {
        touched.push('cookie');
        cookie.set!.call(document, value);
      },
    });
  });
}

test('embeds touch nothing that their page keeps, also when they are edited or teach', async ({ page }) => {
  await watchStorage(page);
  await openPage(
    page,
    `<script>localStorage.setItem('kubehop.panels', '{"isDockOpen":false,"isInspectorOpen":false}'); touched.length = 0; var globals = Object.keys(window)</script>
     ${SCRIPT}${embed('id="a" scene="shop" editable autoplay height="500"')}
     ${embed('id="b" lesson="cluster-ip" autoplay height="600"')}`,
  );
  await cardOf(page, 'a', 'Service shop').click({ button: 'right' });
  await one(page, 'a')
    .getByRole('menu', { name: 'Service shop' })
    .getByRole('menuitem', { name: 'Duplicate' })
    .click();
  await cardOf(page, 'a', 'Service shop').click();
  await page.keyboard.press('Delete');
  await expect(cardOf(page, 'a', 'Service shop')).toHaveCount(0);
  await one(page, 'a').getByRole('link', { name: 'Open in Kubehop' }).hover();
  await one(page, 'b').scrollIntoViewIfNeeded();
  await expect(canvasOf(page, 'b')).toBeVisible();
  await one(page, 'b')
    .getByRole('button', { name: /^(Next|Skip)/ })
    .first()
    .click();
  await page.evaluate(() => (document.querySelector('#b') as PlaygroundElement).remove());
  expect(await page.evaluate(() => window.touched)).toEqual([]);
  expect(await page.evaluate(() => localStorage.getItem('kubehop.panels'))).toBe(
    '{"isDockOpen":false,"isInspectorOpen":false}',
  );
  expect(
    await page.evaluate(() => {
      const { globals } = window as unknown as { globals: string[] };
      return Object.keys(window).filter((name) => !globals.includes(name) && name !== 'globals');
    }),
    'new globals',
  ).toEqual([]);
  expect(await page.evaluate(() => document.head.querySelectorAll('link, style').length)).toBe(0);
});

/** Notes who listens to what all of the page shares. */
async function watchListeners(page: Page): Promise<void> {
  await page.addInitScript(() => {
    type Row = { target: EventTarget; type: string; listener: unknown; capture: boolean };
    let rows: Row[] = [];
    const isShared = (target: EventTarget) =>
      target === window ||
      target === document ||
      target === document.documentElement ||
      target === document.body ||
      target instanceof MediaQueryList;
    const captureOf = (options: unknown) =>
      typeof options === 'object' && options !== null
        ? (options as AddEventListenerOptions).capture === true
        : options === true;
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const forget = (row: Omit<Row, 'capture'>, capture: boolean) => {
      rows = rows.filter(
        ({ target, type, listener, capture: other }) =>
          target !== row.target || type !== row.type || listener !== row.listener || capture !== other,
      );
    };
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      // `addEventListener(…)` of the window itself comes without `this`.
      const target = this ?? window;
      if (isShared(target)) {
        const row = { target, type, listener };
        const capture = captureOf(options);
        forget(row, capture);
        rows.push({ ...row, capture });
        const { signal, once } = (typeof options === 'object' ? options : null) ?? {};
        if (signal != null) addEventListener.call(signal, 'abort', () => forget(row, capture));
        if (once === true) addEventListener.call(target, type, () => forget(row, capture), { once, capture });
      }
      addEventListener.call(target, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      const target = this ?? window;
      forget({ target, type, listener }, captureOf(options));
      removeEventListener.call(target, type, listener, options);
    };
    window.listening = () => rows.map(({ target, type }) => `${target.constructor.name} ${type}`).sort();
  });
}

/** What is held after everything that can be collected is. */
async function heldBy(session: CDPSession): Promise<{ nodes: number; listeners: number; heap: number }> {
  for (let turn = 0; turn < 3; turn++) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((each) => each.name === name)!.value;
  return {
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    heap: metric('JSHeapUsedSize') / 1e6,
  };
}

/** Puts five embeds of different kinds into the page, moves one, takes all away; some before they are there. */
function comeAndGo(page: Page, rounds: number): Promise<void> {
  return page.evaluate(async (rounds) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const [here, there] = [document.querySelector('#here')!, document.querySelector('#there')!];
    for (let round = 0; round < rounds; round++) {
      const elements = ['', 'editable', 'controls="none"', 'view="packet-path"', 'theme="dark"'].map(
        (more) => {
          here.insertAdjacentHTML(
            'beforeend',
            `<kubehop-playground scene="headless" height="260" ${more}></kubehop-playground>`,
          );
          return here.lastElementChild as PlaygroundElement;
        },
      );
      const [first, second, , , last] = elements as [
        PlaygroundElement,
        PlaygroundElement,
        PlaygroundElement,
        PlaygroundElement,
        PlaygroundElement,
      ];
      const ready = elements.map(
        (element) => new Promise((resolve) => element.addEventListener('ready', resolve, { once: true })),
      );
      for (const element of elements) element.play();
      last.remove();
      await Promise.all(ready.slice(0, 4));
      there.append(first);
      await frame();
      void second.load('empty');
      await frame();
      for (const element of elements) element.remove();
      await frame();
      await frame();
    }
  }, rounds);
}

test('fifty embeds that came and went leave no listener, no node and no memory', async ({ page }) => {
  await watchListeners(page);
  await openPage(page, `${SCRIPT}<div id="here"></div><div id="there"></div>`);
  await page.waitForFunction(() => customElements.get('kubehop-playground') !== undefined);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  // What is loaded and kept once for all embeds comes with the first; of the latest two a trace may be left.
  await comeAndGo(page, 3);
  const listening = await page.evaluate(() => window.listening());
  const before = await heldBy(session);
  await comeAndGo(page, 7);
  expect(await page.evaluate(() => window.listening())).toEqual(listening);
  const after = await heldBy(session);
  // Of 35 embeds; one alone has some 150 listeners and 200 nodes.
  expect(after.listeners - before.listeners, 'listeners').toBeLessThan(320);
  expect(after.nodes - before.nodes, 'nodes').toBeLessThan(700);
  expect(after.heap - before.heap, 'MB').toBeLessThan(2);
});
