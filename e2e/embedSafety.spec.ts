/** Untrusted text by every way into an embed: nothing of it runs, nothing is asked for, what is wrong is said, and the page goes on. */
import type { Page } from '@playwright/test';
import type { PlaygroundElement } from '../src/embed/PlaygroundElement.ts';
import { attackTexts, badManifests, pollutingManifests } from '../src/testing/attacks.ts';
import { BEGINNING, embed, inlineYaml, one, openPage, SCRIPT } from './EmbeddingPage.ts';
import { expect, test } from './test.ts';

// What is refused is told in the console too; files that are not there are named by the browser.
test.use({ expectedComplaints: [/Failed to load resource/] });

const titled = (title: string) =>
  `apiVersion: kubehop.dev/v1alpha1\nkind: Scene\nmetadata: {name: scene}\nspec: {title: ${JSON.stringify(title)}}\n---\n` +
  `apiVersion: v1\nkind: Node\nmetadata: {name: a, annotations: {note: ${JSON.stringify(title)}, kubehop.dev/position: ${JSON.stringify(title)}}}\n`;

/** Everything that leaves for another place than the playground's own. */
function watchRequests(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith('data:') && new URL(url).origin !== new URL(page.url()).origin) asked.push(url);
  });
  return asked;
}

/** That nothing ran, nothing came in that could, no prototype was changed, and the page around still works. */
async function expectHarmless(page: Page, asked: readonly string[] = []): Promise<void> {
  const found = await page.evaluate(() => {
    const dangerous =
      'script, iframe, object, embed, link, base, meta, animate, [onerror], [onload], [onfocus], [onbegin], [srcdoc], a[href^="javascript" i]';
    const roots = [...document.querySelectorAll('kubehop-playground')].map((element) => element.shadowRoot!);
    return {
      ran: (window as { ran?: number }).ran,
      polluted: ({} as { polluted?: unknown }).polluted,
      markup: roots.flatMap((root) => [...root.querySelectorAll(dangerous)].map((each) => each.outerHTML)),
      isAlive: document.querySelector('h1')?.textContent,
    };
  });
  expect(found).toEqual({ ran: undefined, polluted: undefined, markup: [], isAlive: 'Docs' });
  expect(asked).toEqual([]);
}

test('in every attribute', async ({ page }) => {
  await openPage(page, SCRIPT);
  const asked = watchRequests(page);
  const stuck = await page.evaluate(async (attacks) => {
    await customElements.whenDefined('kubehop-playground');
    const names = ['step', 'view', 'theme', 'lang', 'controls', 'height', 'speed', 'seed'];
    const stuck: string[] = [];
    for (const attack of attacks) {
      for (const name of ['scene', 'lesson']) {
        const element = document.createElement('kubehop-playground') as PlaygroundElement;
        for (const other of names) element.setAttribute(other, attack);
        element.setAttribute(name, attack);
        if (name === 'lesson') element.setAttribute('scene', 'no-such-scene');
        const answer = new Promise<string>((resolve) => {
          element.addEventListener('error', () => resolve('error'), { once: true });
          element.addEventListener('ready', () => resolve('ready'), { once: true });
        });
        document.body.append(element);
        element.play();
        if ((await answer) !== 'error') stuck.push(`${name}=${attack}`);
        else if (element.shadowRoot!.querySelector('[role=alert]')!.textContent === '') stuck.push(attack);
        element.remove();
      }
    }
    return stuck;
  }, attackTexts);
  expect(stuck, 'opened, or refused without a word').toEqual([]);
  await expectHarmless(page, asked);
});

test('in YAML, loaded, shared and opened again', async ({ page }) => {
  await openPage(page, SCRIPT + embed('id="a" scene="empty" height="300"'));
  const asked = watchRequests(page);
  const load = (scene: string) =>
    page.evaluate(async (scene) => {
      const element = document.querySelector('#a') as PlaygroundElement;
      await customElements.whenDefined('kubehop-playground');
      const answer = new Promise<string>((resolve) => {
        element.addEventListener('ready', ({ detail }) => resolve(detail.title), { once: true });
        element.addEventListener('error', ({ detail }) => resolve(`error ${detail.problems[0]?.message}`), {
          once: true,
        });
      });
      void element.load(scene);
      return answer;
    }, scene);
  for (const attack of attackTexts) {
    // Half a sign does not come through the test's own line to the page.
    expect((await load(titled(attack))).replace(/^\W+ half/, 'half')).toBe(
      attack.replace(/^\W+ half/, 'half'),
    );
    await expectHarmless(page, asked);
  }
  for (const yaml of pollutingManifests) {
    await load(yaml);
    await expectHarmless(page);
  }
  await load(titled('<img src=x onerror=window.ran=1>'));
  const link = one(page, 'a').getByRole('link', { name: 'Open in Kubehop' });
  await link.hover();
  await expect(link).toHaveAttribute('href', /#s=\d+\./);
  const code = new URL((await link.getAttribute('href'))!).hash.slice('#s='.length);
  expect(await load(code)).toBe('<img src=x onerror=window.ran=1>');
  await expectHarmless(page, asked);
  for (const damaged of [code.slice(0, -9), `${code}AAAA`, code.replace(/^\d+/, '9999'), '1.', '0.AAAA'])
    expect(await load(damaged)).toMatch(/^error ./);
  await expectHarmless(page, asked);
});

test('as YAML that cannot be shown: said with its place, beside an embed that runs', async ({ page }) => {
  await openPage(page, `${SCRIPT}<div id="here"></div>${embed('id="good" scene="empty" autoplay')}`);
  await expect(one(page, 'good').getByRole('application', { name: 'Canvas' })).toBeVisible();
  for (const { what, yaml } of badManifests) {
    const text = await page.evaluate(
      async ([open, yaml]) => {
        const here = document.querySelector('#here')!;
        here.innerHTML = open!;
        const script = document.createElement('script');
        script.type = 'application/yaml';
        script.textContent = yaml!;
        const element = here.firstElementChild as PlaygroundElement;
        element.append(script);
        const answer = new Promise((resolve) => {
          element.addEventListener('error', resolve, { once: true });
          element.addEventListener('ready', resolve, { once: true });
        });
        element.play();
        await answer;
        return element.shadowRoot!.querySelector('[role=alert]')!.textContent;
      },
      [embed('height="300"'), yaml],
    );
    if (what === 'ten million characters') expect(text, what).toContain('more than 500000');
    else expect(text, what).toMatch(/^This scene cannot be shown\.\d+(:\d+)? .*\S/);
    await expectHarmless(page);
  }
  await expect(one(page, 'good').getByRole('timer')).not.toHaveText(BEGINNING);
});

test('from another site: only the address that the author wrote is asked, and led nowhere', async ({
  page,
}) => {
  const answers: Record<string, { status?: number; headers?: Record<string, string>; body: string }> = {
    '/page.yaml': { headers: { 'content-type': 'text/html' }, body: titled('<script>window.ran=1</script>') },
    '/404.html': { headers: { 'content-type': 'text/html' }, body: badManifests[7]!.yaml },
    '/away': { status: 302, headers: { location: 'https://evil.example.com/' }, body: '' },
    '/large.yaml': { body: 'a'.repeat(600_000) },
    '/lesson.md': { body: '# <script>window.ran=1</script>\n\n<img src=x onerror=window.ran=1>\n' },
  };
  const served: string[] = [];
  await page.route(/https:\/\/[a-z]+\.example\.com\//, async (route) => {
    const { hostname, pathname } = new URL(route.request().url());
    served.push(`${hostname}${pathname}`);
    const { status = 200, headers = {}, body } = answers[pathname] ?? { status: 404, body: '' };
    await route.fulfill({ status, headers: { 'access-control-allow-origin': '*', ...headers }, body });
  });
  const site = 'https://scenes.example.com';
  await openPage(
    page,
    SCRIPT +
      embed(`id="page" scene="${site}/page.yaml" autoplay height="200"`) +
      embed(`id="missing" scene="${site}/404.html" autoplay height="200"`) +
      embed(`id="away" scene="${site}/away" autoplay height="200"`) +
      embed(`id="large" scene="${site}/large.yaml" autoplay height="200"`) +
      embed(`id="lesson" lesson="${site}/lesson.md" autoplay height="200"`) +
      embed(`id="near" lesson="https://192.168.1.1/lesson.md" autoplay height="200"`),
  );
  await page.setViewportSize({ width: 900, height: 1500 });
  await expect(one(page, 'page').getByText('<script>window.ran=1</script>')).toBeVisible();
  for (const id of ['missing', 'away', 'large', 'lesson', 'near'])
    await expect(one(page, id).getByRole('alert')).toHaveText(/\S/);
  await expect(one(page, 'missing').getByRole('alert')).toHaveText(/\d+:\d+/);
  await expect(one(page, 'near').getByRole('alert')).toContainText('private address');
  await expectHarmless(page);
  const written = ['page.yaml', '404.html', 'away', 'large.yaml', 'lesson.md', 'start.yaml', 'solution.sh'];
  expect(served.filter((each) => !written.includes(each.replace('scenes.example.com/', '')))).toEqual([]);
});

test('by message, parameter and hash of the iframe page', async ({ page }) => {
  await openPage(page, '<iframe id="f" width="700" height="420" src="/embed.html?scene=empty"></iframe>');
  const asked = watchRequests(page);
  const frame = page.frameLocator('#f');
  await expect(frame.getByRole('application', { name: 'Canvas' })).toBeVisible();
  const say = (message: unknown) =>
    page.evaluate(
      (message) => document.querySelector('iframe')!.contentWindow!.postMessage(message, '*'),
      message,
    );
  for (const attack of attackTexts) {
    await say(attack);
    for (const type of ['load', 'goto', 'set', attack])
      await say({ kubehop: 1, type, scene: attack, to: attack, theme: attack, view: attack, html: attack });
  }
  await say({ kubehop: 1, type: 'load', scene: titled('<img src=x onerror=window.ran=1>') });
  await expect(frame.getByText('<img src=x onerror=window.ran=1>').first()).toBeVisible();

  const ran = () => page.evaluate(() => (window.frames[0] as { ran?: number } & Window).ran);
  expect(await ran()).toBeUndefined();
  for (const attack of [
    '<img src=x onerror=window.ran=1>',
    'javascript:window.ran=1',
    '1.AAAA____not-a-code',
  ]) {
    const names = [
      'scene',
      'lesson',
      'step',
      'view',
      'theme',
      'lang',
      'controls',
      'height',
      'origin',
      'title',
    ];
    const query = new URLSearchParams(names.map((name) => [name, attack]));
    query.delete('lesson');
    for (const address of [`/embed.html?${query}`, `/embed.html#s=${encodeURIComponent(attack)}`]) {
      await page.evaluate((address) => {
        const element = document.querySelector('iframe')!;
        element.src = address;
        return new Promise((resolve) => element.addEventListener('load', resolve, { once: true }));
      }, address);
      await expect(frame.getByRole('alert')).toHaveText(/\S/);
      expect(await ran()).toBeUndefined();
    }
  }
  await expectHarmless(page, asked);
});

test('an element that holds markup shows it as what it is: the page\u2019s own', async ({ page }) => {
  await openPage(page, SCRIPT + embed('id="a" autoplay', inlineYaml('kind: Node\n  metadata: 1\n')));
  await expect(one(page, 'a').getByRole('alert')).toHaveText(/\d+:\d+/);
});
