import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Service } from '../kubernetes/service.ts';
import {
  AUTOSAVE_KEY,
  LESSON_AUTOSAVE_KEY,
  readAutosave,
  type SaveStorage,
  startAutosave,
} from '../playground/autosave.ts';
import { testBench } from '../playground/testBench.ts';
import { client, node, pod, service } from '../testing/cluster.ts';
import { verifyCode } from './completion.ts';
import { findLesson } from './openLesson.ts';
import { createLessonPlayer } from './player.ts';
import { readLessonFiles } from './readLesson.ts';
import { writeLessonFile } from './writeLesson.ts';

const texts = import.meta.glob<string>('./testdata/whole/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const files = Object.fromEntries(
  Object.entries(texts).map(([path, text]) => [path.replace(/^.*\//, ''), text]),
);
const door = readLessonFiles(files, { id: 'door' }).lesson!;

function memory(): SaveStorage & { items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

const load = (id: string, language: string) => {
  if (id !== 'door') return Promise.reject(new Error('not there'));
  const { lesson, problems } = readLessonFiles(files, { id, language });
  return Promise.resolve(lesson === null ? { lesson, problems } : { lesson, problems: [] as const });
};

function classroom(storage = memory()) {
  const bench = testBench([node('node-a'), pod('mine', 'mine'), service('mine'), client('me')]);
  const player = createLessonPlayer(bench.playground, { storage, load });
  const state = () => player.store.getState();
  const demo = () => bench.object<Service>('Service/default/demo');
  return {
    ...bench,
    storage,
    player,
    lesson: state,
    demo,
    /** What the solution does, by hand. */
    async openTheDoor() {
      const { spec } = demo();
      const ports = spec.ports!.map((port) => ({ ...port, nodePort: 30080 }));
      await bench.succeed({
        type: 'update',
        object: { ...demo(), spec: { ...spec, type: 'NodePort', ports } } as Service,
      });
      bench.frames.advance(1000);
    },
    async visit() {
      await bench.succeed({
        type: 'send',
        request: { from: 'Client.kubehop.dev//visitor', url: 'http://192.168.1.11:30080/' },
      });
      bench.frames.advance(20_000);
    },
  };
}

describe('opening a lesson', () => {
  it("takes the place of one's own scene, which comes back when it is left", async () => {
    const { player, lesson, state, storage, playground } = classroom();
    const stop = startAutosave(playground, storage);
    expect(await player.open('door')).toBe(true);
    expect(lesson()).toMatchObject({ step: 0, furthest: 0, failure: null, isFinished: false });
    expect(state().objects.has('Service/default/mine')).toBe(false);
    expect(state()).toMatchObject({ view: 'PacketPath', selection: ['Service/default/demo'] });
    stop();
    const own = readAutosave(storage);
    expect(own.type === 'saved' && own.saved.scene.objects.map(({ metadata }) => metadata.name)).toContain(
      'mine',
    );
    const left = readAutosave(storage, LESSON_AUTOSAVE_KEY);
    expect(left.type === 'saved' && left.saved.id).toBe('lesson:door');

    await player.leave();
    expect(lesson().lesson).toBeNull();
    expect(state().objects.has('Service/default/mine')).toBe(true);
    expect(state().objects.has('Service/default/demo')).toBe(false);
  });

  it('from a lesson to another one still knows the own scene', async () => {
    const { player, state } = classroom();
    await player.open('door');
    await player.open({ ...door, id: 'window' });
    await player.leave();
    expect(state().objects.has('Service/default/mine')).toBe(true);
  });

  it('asked for twice at once opens one after the other', async () => {
    const { player, lesson, state } = classroom();
    const opened = [player.open('door'), player.open('door', 'open'), player.next(), player.leave()];
    expect(await Promise.all(opened)).toEqual([true, true, undefined, undefined]);
    expect(lesson().lesson).toBeNull();
    expect(state().objects.has('Service/default/mine')).toBe(true);
  });

  it('at a step does what comes before it by the lesson’s own solution', async () => {
    const { player, lesson, demo } = classroom();
    await player.open('door', 'summary');
    expect(lesson().step).toBe(2);
    expect(demo().spec.type).toBe('NodePort');
  });

  it('goes on where the page was closed', async () => {
    const before = classroom();
    const stop = startAutosave(before.playground, before.storage);
    await before.player.open('door', 'open');
    await before.openTheDoor();
    before.player.choose('which-source', 'Client/visitor');
    await before.player.check('which-source');
    stop();
    const after = classroom(before.storage);
    await after.player.open('door', 'open');
    expect(after.demo().spec.type).toBe('NodePort');
    expect(after.lesson().predictions['which-source']).toMatchObject({
      picked: 'Client/visitor',
      outcome: { right: 'Node/node-a' },
    });
    await after.player.restartStep();
    expect(after.demo().spec.type).toBe('ClusterIP');
    expect(after.storage.items.has(AUTOSAVE_KEY)).toBe(true);
  });

  it.each([
    ['that does not exist', 'nothing', 'There is no lesson “nothing” here.'],
    [
      'that nobody answers for',
      'https://example.com/lesson.md',
      'Nothing came from https://example.com/lesson.md',
    ],
  ])('%s says so and changes nothing', async (_name, id, failure) => {
    const { player, lesson, state } = classroom();
    expect(await player.open(id)).toBe(false);
    expect(lesson().failure).toContain(failure);
    expect(state().objects.has('Service/default/mine')).toBe(true);
  });

  it('another scene that is opened ends it', async () => {
    const { player, lesson, succeed } = classroom();
    await player.open('door');
    await succeed({ type: 'undo' });
    expect(lesson().lesson).toBeNull();
  });
});

describe('a question', () => {
  it('is tried on a copy: what is right comes from the trace, with the step that shows it', async () => {
    const { player, lesson, state } = classroom();
    await player.open('door');
    player.choose('closed-door', 'answered');
    expect(lesson().predictions['closed-door']).toMatchObject({ picked: 'answered', outcome: null });
    await player.check('closed-door');
    const { outcome } = lesson().predictions['closed-door']!;
    expect(outcome).toMatchObject({ right: 'refused', found: 'refused' });
    const decisive = outcome!.trace!.steps[outcome!.decisive!]!;
    expect(decisive).toMatchObject({ type: 'PacketEnd', verdict: 'refused', reason: 'PortNotListening' });
    // Nothing was sent on the canvas.
    expect(state().requests).toEqual([]);
    expect(lesson().steps[0]!.isDone).toBe(true);
  });

  it('keeps the first answer; afterwards it cannot be changed', async () => {
    const { player, lesson } = classroom();
    await player.open('door');
    player.choose('closed-door', 'nonsense');
    expect(lesson().predictions['closed-door']).toBeUndefined();
    player.choose('closed-door', 'answered');
    await player.check('closed-door');
    player.choose('closed-door', 'refused');
    expect(lesson().predictions['closed-door']!.picked).toBe('answered');
    await player.restartStep();
    player.choose('closed-door', 'refused');
    await player.check('closed-door');
    expect(player.progress.of('door')).toMatchObject({
      predictions: { 'closed-door': 'answered' },
      right: [],
    });
  });

  it('above the goals is about the cluster as the step began, below them about what became of it', async () => {
    const { player, lesson, openTheDoor } = classroom();
    await player.open('door');
    await openTheDoor();
    player.choose('closed-door', 'refused');
    await player.check('closed-door');
    expect(lesson().predictions['closed-door']!.outcome!.right).toBe('refused');
    await player.next();
    player.choose('which-source', 'Node/node-a');
    await player.check('which-source');
    expect(lesson().predictions['which-source']!.outcome!.found).toBe('192.168.1.11');
  });

  it('about a cluster that has become another one says that instead of a wrong answer', async () => {
    const { player, lesson, succeed } = classroom();
    await player.open('door', 'open');
    await succeed({ type: 'delete', key: 'Service/default/demo' });
    player.choose('which-source', 'Node/node-a');
    await player.check('which-source');
    const { failure, outcome } = lesson().predictions['which-source']!;
    expect(outcome).toBeNull();
    expect(failure).toContain('none of the answers');
  });

  it('can be watched on the canvas', async () => {
    const { player, state } = classroom();
    await player.open('door');
    player.watch('closed-door');
    expect(state().followed?.start.url).toBe('http://192.168.1.11:30080/');
  });
});

describe('goals', () => {
  it('are met by what the packets do, at once, and stay reached', async () => {
    const { player, lesson, openTheDoor, visit, succeed, demo } = classroom();
    await player.open('door');
    await player.next();
    const met = () => lesson().goals.map(({ isMet }) => isMet);
    expect(met()).toEqual([false, false, true]);
    await openTheDoor();
    expect(met()).toEqual([true, false, true]);
    await visit();
    expect(met()).toEqual([true, true, true]);
    expect(lesson().steps[1]!.areGoalsReached).toBe(true);
    const { spec } = demo();
    await succeed({ type: 'update', object: { ...demo(), spec: { ...spec, type: 'ClusterIP' } } as Service });
    expect(met()).toEqual([false, false, true]);
    expect(lesson().steps[1]!.areGoalsReached).toBe(true);
  });

  it('requests from before the last change do not count', async () => {
    const { player, lesson, openTheDoor, visit, succeed } = classroom();
    await player.open('door', 'open');
    await openTheDoor();
    await succeed({
      type: 'send',
      request: { from: 'Client.kubehop.dev//visitor', url: 'http://192.168.1.11:30080/' },
    });
    await succeed({ type: 'create', object: pod('more', 'more') });
    await visit();
    expect(lesson().goals[1]).toMatchObject({ isMet: true, seen: '1 of 1 request' });
  });

  it('what must not be touched is compared with how the step began', async () => {
    const { player, lesson, succeed, object } = classroom();
    await player.open('door', 'open');
    const demo = object('Pod/default/demo-1');
    await succeed({
      type: 'update',
      object: { ...demo, metadata: { ...demo.metadata, labels: { app: 'demo', more: 'yes' } } },
    });
    expect(lesson().goals[2]).toMatchObject({ isMet: false, seen: 'Pod demo-1' });
  });
});

describe('going on', () => {
  it('over steps that are not done does them; back and forth changes nothing', async () => {
    const { player, lesson, demo, state } = classroom();
    await player.open('door');
    await player.goTo('summary');
    expect(demo().spec.type).toBe('NodePort');
    expect(lesson()).toMatchObject({ step: 2, furthest: 2 });
    const { objects } = state();
    await player.back();
    expect(lesson().step).toBe(1);
    await player.goTo('closed');
    await player.next();
    expect(state().objects).toBe(objects);
    expect(lesson().steps.map(({ isDone }) => isDone)).toEqual([false, false, true]);
  });

  it('the next request of whom the step names is followed', async () => {
    const { player, visit, state } = classroom();
    await player.open('door');
    await visit();
    expect(state().followed?.start.from).toBe('Client.kubehop.dev//visitor');
  });

  it('all steps done finishes the lesson, with a code that says what was done', async () => {
    const { player, lesson, openTheDoor, visit } = classroom();
    await player.open('door');
    player.choose('closed-door', 'refused');
    await player.check('closed-door');
    await player.next();
    player.showHint();
    player.showHint();
    player.showSolution();
    expect(player.solution()[0]).toContain('kubectl patch');
    await openTheDoor();
    await visit();
    player.choose('which-source', 'Client/visitor');
    await player.check('which-source');
    expect(player.code()).toBeNull();
    await player.next();
    expect(lesson().isFinished).toBe(true);
    const { code, ...kept } = player.progress.of('door');
    expect(kept).toMatchObject({
      done: ['closed', 'open', 'summary'],
      right: ['closed-door'],
      hints: 2,
      solution: true,
    });
    expect(player.code()).toBe(code);
    expect(verifyCode(player.code('Ada')!, [door], 'Ada')).toMatchObject({
      lesson: 'door',
      completion: { seed: 3, hints: 2, solution: true, predictions: { 'which-source': 'Client/visitor' } },
    });
  });

  it('the same lesson in another language stands where it stood', async () => {
    const { player, lesson } = classroom();
    await player.open('door');
    player.choose('closed-door', 'refused');
    await player.check('closed-door');
    await player.next();
    await player.speak('de');
    expect(lesson()).toMatchObject({ step: 1, lesson: { language: 'de' } });
    expect(lesson().goals[0]!.goal.text).toBe('Es ist ein NodePort');
    expect(lesson().predictions['closed-door']!.outcome).not.toBeNull();
  });
});

describe("somebody's lesson at an address", () => {
  const served = (there: Record<string, string>) => (url: string) =>
    Promise.resolve({
      ok: Object.hasOwn(there, url),
      status: Object.hasOwn(there, url) ? 200 : 404,
      text: () => Promise.resolve(there[url] ?? ''),
    });
  const at = (name: string) => `https://example.com/door/${name}`;
  const folder = Object.fromEntries(Object.entries(files).map(([name, text]) => [at(name), text]));

  it('may be one file', async () => {
    const { lesson } = await findLesson(
      at('a.md'),
      'en',
      load,
      served({ [at('a.md')]: writeLessonFile(door) }),
    );
    expect(lesson).toMatchObject({ id: 'a', version: door.version });
  });

  it('or a folder, in the language that is there', async () => {
    const { lesson } = await findLesson(at(''), 'de', load, served(folder));
    expect(lesson).toMatchObject({ id: 'door', language: 'de', solution: door.solution });
  });

  it.each([
    ['is not there', at('lesson.md'), {}, 'HTTP 404'],
    ['is no lesson', at('a.md'), { [at('a.md')]: '# Hello' }, 'must begin with front matter'],
    ['is too long', at('a.md'), { [at('a.md')]: 'x'.repeat(1_000_001) }, '1000 kB'],
  ])('that %s says so', async (_name, url, there, failure) => {
    const found = await findLesson(url, 'en', load, served(there));
    expect(found.lesson).toBeNull();
    expect(found.failure).toContain(failure);
  });
});

describe('whatever is done in whatever order', () => {
  type Room = ReturnType<typeof classroom>;
  const deeds: Readonly<Record<string, (room: Room) => Promise<unknown> | unknown>> = {
    open: ({ player }) => player.open('door'),
    'open at a step': ({ player }) => player.open('door', 'open'),
    'open what is not there': ({ player }) => player.open('nothing'),
    next: ({ player }) => player.next(),
    back: ({ player }) => player.back(),
    'go far': ({ player }) => player.goTo('summary'),
    'go to what is not there': ({ player }) => player.goTo('nowhere'),
    choose: ({ player }) => player.choose('closed-door', 'answered'),
    check: ({ player }) => player.check('closed-door'),
    'check without a choice': ({ player }) => player.check('which-source'),
    watch: ({ player }) => player.watch('which-source'),
    hint: ({ player }) => player.showHint(),
    solution: ({ player }) => player.showSolution(),
    restart: ({ player }) => player.restartStep(),
    speak: ({ player }) => player.speak('de'),
    wait: ({ frames }) => frames.advance(2000),
    change: ({ dispatch }) => dispatch({ type: 'delete', key: 'Service/default/demo' }),
  };

  it('the own scene comes back, and the store stays one that can be drawn', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...Object.keys(deeds)), { minLength: 1, maxLength: 14 }),
        async (names) => {
          const room = classroom();
          for (const name of names) {
            await deeds[name]!(room);
            const { lesson, step, steps, furthest, goals } = room.lesson();
            expect(step <= furthest).toBe(true);
            expect(steps).toHaveLength(lesson?.steps.length ?? 0);
            if (lesson === null) expect(goals).toEqual([]);
          }
          await room.player.leave();
          expect(room.lesson().lesson).toBeNull();
          expect(room.state().objects.has('Service/default/mine')).toBe(true);
          room.player.destroy();
          room.playground.destroy();
        },
      ),
      { numRuns: 25 },
    );
  });
});
