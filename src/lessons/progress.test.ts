import { describe, expect, it } from 'vitest';
import type { SaveStorage } from '../playground/autosave.ts';
import {
  keepProgress,
  type LessonProgress,
  NOTHING_DONE,
  PROGRESS_ASIDE_KEY,
  PROGRESS_KEY,
} from './progress.ts';

function storageWith(items: Record<string, string> = {}): SaveStorage & { items: Record<string, string> } {
  return {
    items,
    getItem: (key) => items[key] ?? null,
    setItem(key, value) {
      items[key] = value;
    },
    removeItem(key) {
      delete items[key];
    },
  };
}

const some: LessonProgress = {
  ...NOTHING_DONE,
  version: 'a',
  done: ['one'],
  predictions: { q: 'x' },
  hints: 1,
};

describe('progress', () => {
  it('is there again after a reload', () => {
    const storage = storageWith();
    keepProgress(storage).set('door', some);
    expect(keepProgress(storage).of('door')).toEqual(some);
    expect(keepProgress(storage).of('window')).toEqual(NOTHING_DONE);
  });

  it('goes out as a file and comes in again beside what is there', () => {
    const mine = keepProgress(storageWith());
    mine.set('door', { ...some, isFinished: true, code: 'KH1-X' });
    const yours = keepProgress(storageWith());
    yours.set('window', some);
    yours.set('door', { ...some, done: ['two'], predictions: { q: 'y' }, hints: 3 });
    expect(yours.take(mine.print())).toBeNull();
    expect(Object.keys(yours.get().lessons).sort()).toEqual(['door', 'window']);
    expect(yours.of('door')).toEqual({
      ...some,
      done: ['two', 'one'],
      // What was chosen first here counts.
      predictions: { q: 'y' },
      hints: 3,
      isFinished: true,
      code: 'KH1-X',
    });
  });

  it('of another version of a lesson replaces the old one', () => {
    const mine = keepProgress(storageWith());
    mine.set('door', { ...some, version: 'b', done: [] });
    const yours = keepProgress(storageWith());
    yours.set('door', some);
    yours.take(mine.print());
    expect(yours.of('door')).toMatchObject({ version: 'b', done: [] });
  });

  it.each([
    ['no JSON', 'hello', 'It is no JSON.'],
    ['a scene', '{"kind":"Scene"}', 'It is no progress of Kubehop.'],
    ['of the future', '{"kind":"KubehopProgress","version":9}', 'It is of version 9; known is 1.'],
    [
      'damaged',
      '{"kind":"KubehopProgress","version":1,"lessons":{"door":{"done":1}}}',
      'Lesson door: version is missing.',
    ],
    [
      'with answers that are no text',
      `{"kind":"KubehopProgress","version":1,"lessons":{"door":${JSON.stringify({ ...some, predictions: { q: {} } })}}}`,
      'Lesson door: an answer is not text.',
    ],
  ])('a file that is %s is refused, and nothing is lost', (_name, source, problem) => {
    const mine = keepProgress(storageWith());
    mine.set('door', some);
    expect(mine.take(source)).toBe(problem);
    expect(mine.of('door')).toEqual(some);
  });

  it('that cannot be read is kept aside and said', () => {
    const storage = storageWith({ [PROGRESS_KEY]: '{"half' });
    const mine = keepProgress(storage);
    expect(mine.problem).toBe('It is no JSON.');
    expect(mine.aside).toBe('{"half');
    mine.set('door', some);
    expect(storage.items[PROGRESS_ASIDE_KEY]).toBe('{"half');
  });

  it('is reset for one lesson or all, and tells who listens', () => {
    const mine = keepProgress(storageWith());
    let told = 0;
    const stop = mine.subscribe(() => {
      told += 1;
    });
    mine.set('door', some);
    mine.set('window', some);
    mine.reset('door');
    expect(Object.keys(mine.get().lessons)).toEqual(['window']);
    mine.reset();
    expect(mine.get().lessons).toEqual({});
    stop();
    mine.set('door', some);
    expect(told).toBe(4);
  });

  it('lasts as long as the page where storage is forbidden or full', () => {
    const full: SaveStorage = {
      getItem() {
        throw new Error('forbidden');
      },
      setItem() {
        throw new Error('full');
      },
      removeItem() {},
    };
    const mine = keepProgress(full);
    mine.set('door', some);
    expect(mine.of('door')).toEqual(some);
  });

  it('an id that every object has is no lesson', () => {
    expect(keepProgress(storageWith()).of('constructor')).toEqual(NOTHING_DONE);
  });
});
