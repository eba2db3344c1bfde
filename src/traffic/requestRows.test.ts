import { expect, it } from 'vitest';
import type { RequestRecord } from '../playground/state.ts';
import { requestRows, rowText } from './requestRows.ts';

const start = {
  type: 'RequestStart',
  at: 12_400,
  requestId: 148,
  from: 'Client.kubehop.dev//visitor',
  url: 'http://192.0.2.40/',
  traffic: null,
} as const;

const flying: RequestRecord = { start: { ...start, requestId: 149 }, steps: [], end: null };
const answered: RequestRecord = {
  start,
  steps: [],
  end: {
    ...start,
    type: 'RequestEnd',
    at: 15_540,
    startedAt: 12_400,
    outcome: 'answered',
    reason: 'Answered',
    service: 'Service/default/shop',
    answeredBy: 'Pod/default/shop-7x2',
    sourceSeen: '192.168.1.12',
  },
};

it('lists the newest first, with names, and the latency as it is on the wire', () => {
  const [newest, oldest] = requestRows([answered, flying], new Map(), 1000);
  expect(newest).toMatchObject({
    id: 149,
    to: '192.0.2.40',
    outcome: null,
    outcomeLabel: 'In flight',
    latency: '',
  });
  expect(oldest).toEqual({
    id: 148,
    time: '00:12.4',
    from: 'visitor',
    to: 'shop',
    outcome: 'answered',
    outcomeLabel: 'Answered',
    answeredBy: 'shop-7x2',
    sourceSeen: '192.168.1.12',
    latency: '3.1 ms',
  });
  expect(rowText(oldest!)).toContain('192.168.1.12');
});
