/** The way of a request that a question was about, hop by hop, with the hop that decides it opened. */
import { Fragment } from 'react';
import { t } from '../messages/learn.ts';
import { explainInWords } from '../playground/explain.ts';
import { headerRows } from '../playground/headerRows.ts';
import { placeName } from '../playground/narrate.ts';
import type { RequestRecord } from '../playground/state.ts';
import type { Hop, PacketEnd, RequestEnd } from '../simulation/events.ts';
import { HeaderChange } from '../ui/HeaderChange.tsx';
import { outcomeLook } from '../ui/outcomes.ts';
import styles from './Trace.module.css';

type Step = Hop | PacketEnd;

interface TraceProps {
  trace: RequestRecord & { readonly end: RequestEnd };
  /** Which step shows it; null: how the request ended. */
  decisive: number | null;
}

export function Trace({ trace, decisive }: TraceProps) {
  const rows = rowsOf(trace.steps, decisive);
  return (
    <ol className={styles.trace} aria-label={t('trace')}>
      {rows.map(({ step, index, lookups }) => (
        <Fragment key={index}>
          {lookups > 0 && (
            <li>
              <p className={styles.title}>{t('lookedUp', { count: lookups })}</p>
            </li>
          )}
          <li data-decisive={index === decisive || undefined}>
            <StepRow step={step} isDecisive={index === decisive} />
          </li>
        </Fragment>
      ))}
      <li data-decisive={decisive === null || undefined}>
        <EndRow end={trace.end} isDecisive={decisive === null} />
      </li>
    </ol>
  );
}

interface Row {
  readonly step: Step;
  readonly index: number;
  /** How many steps of the name look-up before it are left out. */
  readonly lookups: number;
}

/** The request itself; of the name look-up and the reply only what decides. */
function rowsOf(steps: readonly Step[], decisive: number | null): Row[] {
  const decisiveKind = decisive === null ? 'request' : (steps[decisive]?.packetKind ?? 'request');
  const isShown = (step: Step, index: number) =>
    index === decisive || step.packetKind === 'request' || step.packetKind === decisiveKind;
  let lookups = 0;
  return steps.flatMap((step, index) => {
    if (!isShown(step, index)) {
      if (step.packetKind === 'dnsQuery' || step.packetKind === 'dnsReply') lookups += 1;
      return [];
    }
    const row = { step, index, lookups };
    lookups = 0;
    return [row];
  });
}

function StepRow({ step, isDecisive }: { step: Step; isDecisive: boolean }) {
  const place = step.type === 'Hop' ? step.from : step.place;
  const { title, sentence } = explainInWords(step, placeName(place));
  return (
    <>
      <p className={styles.title}>
        {isDecisive && <span className="visually-hidden">{t('decisive')} </span>}
        {title}
      </p>
      {isDecisive && (
        <>
          <p className={styles.sentence}>{sentence}</p>
          <HeaderChange rows={headerRows(step.before, step.after)} />
        </>
      )}
    </>
  );
}

function EndRow({ end, isDecisive }: { end: RequestEnd; isDecisive: boolean }) {
  const { icon: Icon, label, tone } = outcomeLook(end);
  const { sentence } = explainInWords(end, placeName(end.from));
  return (
    <>
      <p className={styles.title} data-tone={tone}>
        <Icon size={14} aria-hidden />
        {isDecisive && <span className="visually-hidden">{t('decisive')} </span>}
        {label}
      </p>
      {isDecisive && <p className={styles.sentence}>{sentence}</p>}
    </>
  );
}
