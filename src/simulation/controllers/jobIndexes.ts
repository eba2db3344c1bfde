/** The indexes of an indexed Job as its status writes them: `0-2,5`. Models pkg/controller/job/indexed_job_utils.go. */
import type { Pod } from '../../kubernetes/pod.ts';

const INDEX = 'batch.kubernetes.io/job-completion-index';

/** Annotation and label of a Pod that works on an index. */
export function indexMetadata(index: number): Record<string, string> {
  return { [INDEX]: String(index) };
}

export function indexOf(pod: Pod): number {
  const text = pod.metadata.annotations?.[INDEX];
  return text === undefined || !/^\d+$/.test(text) ? -1 : Number(text);
}

export function readIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>();
  for (const range of (text ?? '').split(',').filter((part) => part !== '')) {
    const [first = 0, last = first] = range.split('-').map(Number);
    for (let index = first; index <= last; index++) indexes.add(index);
  }
  return indexes;
}

export function writeIndexes(indexes: Iterable<number>): string {
  const ranges: { first: number; last: number }[] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range !== undefined && index === range.last + 1) range.last = index;
    else ranges.push({ first: index, last: index });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
