import { expect, test } from 'vitest';
import type { ClusterEvent, RequestEnd } from '../simulation/events.ts';
import { type Branch, firstBranch } from './branches.ts';
import { addFailure, countBefore, failuresUntil } from './failures.ts';
import { listMarks, slotMs } from './timelineMarks.ts';

const notebook = { done: [], undone: [], lastApplied: new Map(), commandLines: [] };

function fail(branch: Branch, at: number, outcome: RequestEnd['outcome'] = 'refused'): void {
  addFailure(branch.failures, { at, requestId: at, outcome } as RequestEnd);
}

test('failures close together are one mark with a count, named after the first', () => {
  const branch = { ...firstBranch(1, 0, notebook), end: 10_000 };
  fail(branch, 1000, 'timedOut');
  fail(branch, 1010);
  fail(branch, 5000);
  expect(listMarks(branch)).toEqual([
    { kind: 'failure', at: 1000, until: 1010, count: 2, outcome: 'timedOut' },
    { kind: 'failure', at: 5000, until: 5000, count: 1, outcome: 'refused' },
  ]);
});

test('edits have marks, what was taken back has none', () => {
  const branch = { ...firstBranch(1, 0, notebook), end: 10_000 };
  branch.entries.push({ at: 100, deeds: [], label: 'Delete Pod shop-1', notebook });
  branch.entries.push({ at: 5000, deeds: [], label: null, notebook });
  branch.news.push({ at: 200, severity: 'Warning', eventReason: 'Unhealthy', message: 'x' } as ClusterEvent);
  expect(listMarks(branch)).toEqual([
    { kind: 'event', at: 200, until: 200, count: 1, label: 'Unhealthy: x', isWarning: true },
    { kind: 'edit', at: 100, until: 100, count: 1, label: 'Delete Pod shop-1' },
  ]);
});

test('however many failures and however long a run, the marks stay few, and none is lost', () => {
  const branch = { ...firstBranch(1, 0, notebook), end: 3_600_000 };
  for (let at = 0; at < branch.end; at += 100) fail(branch, at);
  const marks = listMarks(branch);
  expect(marks.length).toBeLessThan(60);
  expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(36_000);
});

test('when there are far too many, older ones are thinned out and newer ones kept', () => {
  const branch = firstBranch(1, 0, notebook);
  for (let at = 0; at < 450_000; at++) fail(branch, at);
  expect(branch.failures.count).toBeLessThanOrEqual(200_000);
  expect(countBefore(branch.failures, 450_000) - countBefore(branch.failures, 400_000)).toBe(50_000);
  const until = failuresUntil(branch.failures, 400_000);
  expect(until.at[until.count - 1]).toBe(400_000);
});

test('marks stand for whole slots, which double', () => {
  expect([1000, 6000, 6001, 3_600_000].map(slotMs)).toEqual([125, 125, 250, 128_000]);
});
