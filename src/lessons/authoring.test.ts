import { expect, test } from 'vitest';
import type { Service } from '../kubernetes/service.ts';
import { exportText } from '../playground/sceneFile.ts';
import { testBench } from '../playground/testBench.ts';
import { scenes } from '../scenes/index.ts';
import {
  type BlockName,
  blockTemplates,
  goalOffers,
  insertBlock,
  newLesson,
  stepAt,
  stepsOf,
  toolsOf,
  withGoals,
  withSolution,
  withStart,
  withTools,
} from './authoring.ts';
import { endedSince } from './evidence.ts';
import { readLessonFiles } from './readLesson.ts';
import { rehearse } from './rehearse.ts';

const read = (text: string) => readLessonFiles({ 'mine.md': text });

async function shop() {
  return testBench(await scenes.find(({ id }) => id === 'shop')!.load());
}

test('a new lesson can be read at once, and each block that is offered fits into it', async () => {
  const bench = await shop();
  const text = newLesson('My lesson: "the shop"', await exportText(bench.playground));
  expect(read(text).problems).toEqual([]);
  expect(read(text).lesson?.head.title).toBe('My lesson: "the shop"');
  for (const name of Object.keys(blockTemplates) as BlockName[]) {
    const { start } = stepsOf(text)[0]!;
    const { text: longer, cursor } = insertBlock(text, start + 5, blockTemplates[name](9));
    expect([name, read(longer).problems]).toEqual([name, []]);
    expect(longer.slice(0, cursor).endsWith(blockTemplates[name](9).trim())).toBe(true);
  }
});

test('a block never comes into the middle of another one', () => {
  const text = '---\ntitle: x\n---\n\n## One {#one}\n\n```yaml start\na: 1\n\nb: 2\n```\n\nEnd.\n';
  const { text: longer } = insertBlock(text, text.indexOf('a: 1'), '```hint\nHere.\n```');
  expect(longer).toContain('b: 2\n```\n\n```hint\nHere.\n```\n\nEnd.');
  expect(stepAt(longer, longer.length)?.id).toBe('one');
  expect(stepAt(longer, 3)).toBeNull();
});

test('what is recorded and ticked makes a lesson that passes its own check', async () => {
  const bench = await shop();
  let text = newLesson('Keep the address', await exportText(bench.playground));
  const before = bench.state().objects;
  const service = bench.object<Service>('Service/default/shop');
  const spec = { ...service.spec, externalTrafficPolicy: 'Local' as const };
  await bench.succeed({ type: 'update', object: { ...service, spec } as Service });
  const changedAt = bench.state().clock.now;
  bench.frames.advance(30_000);
  const lines = bench.state().commandLines.map(({ line }) => line);
  const rows = goalOffers(before, bench.state().objects, endedSince(bench.state().requests, changedAt)).map(
    ({ row }) => row,
  );
  expect(rows).toContain('{field: Service/shop, path: "spec.externalTrafficPolicy", is: "Local"}');
  expect(rows.some((row) => row.startsWith('{requests: answered, from: Client/visitor'))).toBe(true);

  text = withSolution(text, 'step-1', lines);
  text = withGoals(
    text,
    'step-1',
    rows.filter((row) => /externalTrafficPolicy|Client/.test(row)),
  );
  text = insertBlock(text, stepsOf(text)[0]!.end - 2, blockTemplates.hints(1)).text;
  const { lesson, problems } = read(text);
  expect(problems).toEqual([]);
  expect((await rehearse(lesson!)).problems).toEqual([]);

  // Twice recorded is one block with more lines, and another start replaces the first.
  const again = withSolution(text, 'step-1', ['kubectl get pods']);
  expect(again.match(/sh solution/g)).toHaveLength(1);
  const other = withStart(again, 'apiVersion: v1\nkind: Node\nmetadata:\n  name: lonely');
  expect(read(other).lesson?.start.objects.map(({ metadata }) => metadata.name)).toEqual(['lonely']);
});

test('tools are chosen in the front matter, and all else of it stays', () => {
  const text = newLesson('x', 'apiVersion: v1\nkind: Node\nmetadata:\n  name: a');
  const chosen = withTools(text, ['Pod', 'Client']);
  expect(toolsOf(chosen)).toEqual(['Pod', 'Client']);
  expect(read(chosen).lesson?.head.tools).toEqual(['Pod', 'Client']);
  expect(toolsOf(withTools(chosen, null))).toBeNull();
  expect(read(withTools(chosen, null)).lesson?.head).toEqual(read(text).lesson?.head);
});
