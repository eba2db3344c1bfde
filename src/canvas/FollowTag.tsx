/**
 * The header of the followed packet: what a rewrite took away is struck through, what it put there stands out; and where
 * it was dropped, by which policy; and among whom was chosen.
 */

import type { Ref } from 'react';
import { formatSocket } from '../kubernetes/ip.ts';
import { t } from '../messages/canvas.ts';
import { candidatesOf } from '../playground/candidates.ts';
import type { Header, Hop, PacketEnd } from '../simulation/events.ts';
import { rich } from '../ui/rich.ts';
import type { Spotlight } from './spotlight.ts';

interface FollowTagProps {
  spotlight: Spotlight | null;
  ref: Ref<HTMLDListElement>;
}

/** Its place is set per frame by the packet layer. */
export function FollowTag({ spotlight, ref }: FollowTagProps) {
  const step = spotlight?.step;
  return (
    <dl className="kh-tag" ref={ref} style={{ visibility: 'hidden' }} aria-hidden>
      {step !== undefined && (
        <>
          <dt>src</dt>
          <Rewritten before={source(step.before)} after={source(step.after)} />
          <dt>dst</dt>
          <Rewritten before={destination(step.before)} after={destination(step.after)} />
          <Dropped step={step} />
          <Candidates step={step} />
        </>
      )}
    </dl>
  );
}

function Dropped({ step }: { step: Hop | PacketEnd }) {
  if (step.type !== 'PacketEnd' || step.verdict !== 'dropped') return null;
  const policies = step.reason === 'PolicyDenied' ? String(step.details?.policies ?? '') : null;
  return (
    <>
      <dt>end</dt>
      <dd>
        {policies === null ? (
          <strong>{t('dropped')}</strong>
        ) : (
          rich(t.rich('byPolicies', { policies, verdict: (words) => <strong>{words}</strong> }))
        )}
      </dd>
    </>
  );
}

const MOST_CANDIDATES = 5;

function Candidates({ step }: { step: Hop | PacketEnd }) {
  // Names of a search path are long, and the inspector lists them.
  const all = step.rule?.component === 'client' ? [] : candidatesOf(step);
  if (all.length === 0) return null;
  const byInterest = [...all].sort((a, b) => Number(b.isPicked) - Number(a.isPicked));
  const rest = all.length - MOST_CANDIDATES;
  return (
    <dd className="kh-candidates">
      {byInterest.slice(0, MOST_CANDIDATES).map(({ name, isPicked, isLeftOut, why }) => (
        <span key={name} data-picked={isPicked || undefined}>
          {isPicked ? '✓' : isLeftOut ? '×' : '–'} <b>{name}</b> {why}
        </span>
      ))}
      {rest > 0 && <span>{t('andMore', { count: rest })}</span>}
    </dd>
  );
}

function Rewritten({ before, after }: { before: string; after: string }) {
  if (before === after) return <dd>{after}</dd>;
  return (
    <dd>
      <del>{before}</del> → <ins key={after}>{after}</ins>
    </dd>
  );
}

function source({ source }: Header): string {
  return source;
}

function destination({ destination, destinationPort }: Header): string {
  // A ping has no port.
  return destinationPort === 0 ? destination : formatSocket(destination, destinationPort);
}
