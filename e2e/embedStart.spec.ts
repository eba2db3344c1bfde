/** How an embed comes alive: with the moment and the packets of its picture, and without asking twice or too late. */
import { BEGINNING, canvasOf, clockOf, embed, one, openPage, SCRIPT } from './EmbeddingPage.ts';
import { expect, test } from './test.ts';

test('an embed begins at the moment of its picture, with its packets under way', async ({ page }) => {
  await openPage(page, `${SCRIPT}${embed('id="a" scene="shop" test')}`);
  await expect(canvasOf(page, 'a')).toBeVisible();
  await expect(clockOf(page, 'a')).toHaveText(BEGINNING);
  const pixels = () =>
    page.evaluate(() => {
      const canvas = document.querySelector('#a')!.shadowRoot!.querySelector('canvas')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, index) => index % 4 === 3 && value > 0).length;
    });
  await expect.poll(pixels).toBeGreaterThan(0);
  // All of the time before can be gone to.
  const state = () =>
    page.evaluate(() => {
      const { clock, timeline } = window.kubehop!.state();
      return { now: clock.now, start: timeline.start, end: timeline.end };
    });
  expect(await state()).toEqual({ now: 5000, start: 0, end: 5000 });
  await page.evaluate(() => window.kubehop!.dispatch({ type: 'seek', at: 0 }));
  expect(await state()).toEqual({ now: 0, start: 0, end: 5000 });
});

test('several that start by themselves come alive one after another', async ({ page }) => {
  await page.addInitScript(() => {
    const ready: string[] = [];
    Object.assign(window, { ready });
    document.addEventListener('ready', ({ target }) => ready.push((target as Element).id), { capture: true });
  });
  const small = (id: string) => embed(`id="${id}" scene="shop" controls="none" autoplay height="120"`);
  await openPage(page, `${SCRIPT}${['a', 'b', 'c'].map(small).join('')}`);
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { ready: string[] }).ready))
    .toEqual(['a', 'b', 'c']);
});

test('where the page holds the picture already, no other is fetched', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await openPage(
    page,
    `${SCRIPT}${embed('id="a" scene="shop"', '<img slot="poster" alt="Mine" src="/posters/headless.light.svg">')}`,
  );
  await expect(one(page, 'a').getByRole('img', { name: 'Mine' })).toBeVisible();
  await expect(one(page, 'a').getByRole('button', { name: /^Play/ })).toBeVisible();
  expect(asked.filter((path) => path.startsWith('/posters/'))).toEqual(['/posters/headless.light.svg']);
});

test('a page of the documentation asks for the living part itself, where an embed starts by itself', async ({
  request,
}, { project }) => {
  test.skip(project.name !== 'playground', 'The documentation is built with Preact.');
  const filesIn = async (name: string) => {
    const text = await (await request.get(`/docs/${name}.html`)).text();
    return [...text.matchAll(/<link rel="modulepreload" href="\.\.\/([^"]+)"/g)].map(([, file]) => file!);
  };
  const script = await (await request.get('/kubehop.js')).text();
  const files = await filesIn('index');
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    expect(script).toContain(file);
    expect((await request.get(`/${file}`)).ok(), file).toBe(true);
  }
  expect(await filesIn('rules')).toEqual([]);
});
