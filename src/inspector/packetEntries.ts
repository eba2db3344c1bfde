/** A request's packets as the numbered list of the inspector: who did what, in which order, and what it changed. */
import { candidatesOf, type NamedCandidate } from '../playground/candidates.ts';
import { explainInWords } from '../playground/explain.ts';
import { type HeaderRow, headerRows } from '../playground/headerRows.ts';
import { placeName } from '../playground/narrate.ts';
import type { Objects } from '../playground/queries.ts';
import type { RequestRecord } from '../playground/state.ts';
import type { Hop, PacketEnd, PacketKind, PlaceKey, Rule } from '../simulation/events.ts';
import { requestTarget } from '../ui/requestTarget.ts';

export interface PacketEntry {
  id: string;
  place: PlaceKey;
  title: string;
  sentence: string;
  lookAt: string | null;
  /** null where the header is the same as one place before. */
  header: HeaderRow[] | null;
  rule: Rule | null;
  /** Among whom was chosen here; empty where there was nothing to choose. */
  candidates: readonly NamedCandidate[];
  /** `refused` and `dropped` end the packet here. */
  verdict: PacketEnd['verdict'] | null;
}

export interface PacketGroup {
  id: number;
  kind: PacketKind;
  entries: PacketEntry[];
}

/** One group per packet, in the order in which they were sent. */
export function packetGroups(record: RequestRecord): PacketGroup[] {
  const groups = new Map<number, PacketGroup>();
  for (const step of record.steps) {
    const group = groups.get(step.packetId) ?? { id: step.packetId, kind: step.packetKind, entries: [] };
    groups.set(step.packetId, group);
    group.entries.push(entryOf(step, record, group.entries.length));
  }
  return [...groups.values()];
}

function entryOf(step: Hop | PacketEnd, record: RequestRecord, index: number): PacketEntry {
  const place = step.type === 'Hop' ? step.from : step.place;
  const { title, sentence, lookAt } = explainInWords(step, placeName(place));
  const rows = headerRows(step.before, step.after);
  const isWorthShowing = index === 0 || rows.some((row) => row.after !== null);
  return {
    id: `${step.packetId} ${index}`,
    place,
    title,
    sentence,
    lookAt: lookAt ?? null,
    header: isWorthShowing ? rows : null,
    rule: step.rule,
    candidates: candidatesOf(step, record),
    verdict: step.type === 'PacketEnd' ? step.verdict : null,
  };
}

/** `Visitor → shop`: the sender, and the Service or host that it asked for. */
export function requestTitle(record: RequestRecord, objects: Objects): string {
  return `${placeName(record.start.from)} → ${requestTarget(record, objects)}`;
}

/** The address under which the sender was known when it sent, to compare with what the answering process saw. */
export function sentFrom({ steps }: RequestRecord): string | null {
  const first = steps.find((step) => step.packetKind === 'request');
  return first?.before.source ?? null;
}
