/**
 * What the Pods' servers write: a line for each HTTP request that they answered, in the combined format of nginx and Apache.
 * Sizes are unknown (`-`), for bodies are not simulated. Everything is told by the requests' events.
 */

import { timestampAt } from '../simulation/clockTime.ts';
import type { PlaceKey, RequestEnd, RequestStart } from '../simulation/events.ts';
import type { HttpRequest } from '../simulation/network/http.ts';

export interface LogLine {
  readonly at: number;
  readonly pod: PlaceKey;
  readonly text: string;
}

export interface AccessLog {
  readonly lines: LogLine[];
  /** HTTP requests that have not ended. */
  readonly underWay: Map<number, HttpRequest>;
  readonly listeners: Set<(line: LogLine) => void>;
}

const MOST_LINES = 10_000;
const MOST_UNDER_WAY = 10_000;

export function createAccessLog(): AccessLog {
  return { lines: [], underWay: new Map(), listeners: new Set() };
}

export function noteRequest(log: AccessLog, event: RequestStart | RequestEnd): void {
  const { lines, underWay, listeners } = log;
  if (event.type === 'RequestStart') {
    if (event.http !== undefined && underWay.size < MOST_UNDER_WAY) underWay.set(event.requestId, event.http);
    return;
  }
  const http = underWay.get(event.requestId);
  underWay.delete(event.requestId);
  if (http === undefined || event.answeredBy === null || event.status === undefined) return;
  const line = { at: event.at, pod: event.answeredBy, text: lineOf(event, http) };
  lines.push(line);
  lines.splice(0, lines.length - MOST_LINES);
  for (const listener of [...listeners]) listener(line);
}

/** `203.0.113.7 - - [01/Jan/2026:00:00:04 +0000] "GET / HTTP/1.1" 200 - "-" "curl/8.14.1"` */
function lineOf({ at, sourceSeen, status }: RequestEnd, { method, path, headers }: HttpRequest): string {
  const agent = headers['user-agent'] ?? '-';
  return `${sourceSeen ?? '-'} - - [${timeInLog(at)}] "${method} ${path} HTTP/1.1" ${status} - "-" "${agent}"`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function timeInLog(at: number): string {
  const [date = '', time = ''] = timestampAt(at).replace('Z', '').split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`;
}
