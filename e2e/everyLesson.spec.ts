/** Every lesson of the course opens, at its first step and its last, and axe finds nothing in it: in one at the first, in the next at the last. */
import { existsSync, readdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './test.ts';

const course = new URL('../src/lessons/course/', import.meta.url);
const lessons = readdirSync(course).filter((name) => existsSync(new URL(`${name}/lesson.md`, course)));
/** Each part in a page of its own, so that several run at once. */
const PARTS = 10;

for (let part = 0; part < PARTS; part++)
  test(`every lesson opens, and axe finds nothing in it, part ${part + 1} of ${PARTS}`, async ({
    page,
    playground,
    learn,
  }) => {
    test.slow();
    await playground.open();
    await learn.openTab();
    await expect(learn.course.getByRole('listitem')).toHaveCount(lessons.length);
    for (let index = part; index < lessons.length; index += PARTS) {
      await learn.course.getByRole('button').nth(index).click();
      await expect(learn.heading).toBeVisible();
      const name = await learn.lesson.getAttribute('aria-label');
      const steps = learn.lesson.getByRole('list', { name: 'Steps' }).getByRole('button');
      const last = await steps.count();
      for (const step of new Set([1, last])) {
        await steps.nth(step - 1).click();
        await learn.isAt(step);
        await expect(learn.next).toHaveCount(step === last ? 0 : 1);
        if ((step === 1) !== (index % 2 === 0)) continue;
        const { violations } = await new AxeBuilder({ page }).include('[role=tabpanel]').analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join()}`);
        expect(found, `${name}, step ${step}`).toEqual([]);
      }
      await expect(learn.lesson.getByRole('link', { name: /documentation/ })).toHaveAttribute(
        'href',
        /^https:/,
      );
      await learn.leave.click();
      await expect(learn.course).toBeVisible();
    }
  });
