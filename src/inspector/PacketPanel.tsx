/** The followed request, packet by packet: who did what with it, the rule that was hit, and how it ended. */
import { OctagonPause, X } from 'lucide-react';
import { type CSSProperties, useEffect, useId, useMemo, useRef } from 'react';
import { type Service, serviceForm } from '../kubernetes/service.ts';
import { t } from '../messages/inspector.ts';
import { conditionInWords } from '../playground/breakpoints.ts';
import { explainInWords } from '../playground/explain.ts';
import { placeName } from '../playground/narrate.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import type { RequestRecord } from '../playground/state.ts';
import { WIRE_STRETCH } from '../playground/wireTime.ts';
import { IconButton } from '../ui/Button.tsx';
import { SwitchInput } from '../ui/controls.tsx';
import { formatLatency } from '../ui/formats.ts';
import { outcomeLook } from '../ui/outcomes.ts';
import { serviceOfRequest } from '../ui/requestTarget.ts';
import { rich } from '../ui/rich.ts';
import { serviceForms } from '../ui/serviceForms.ts';
import { ExplainLink } from './ExplainLink.tsx';
import { FollowRequest, HttpLine } from './HttpLine.tsx';
import { ObjectForm } from './ObjectForm.tsx';
import styles from './Packet.module.css';
import { PacketHop } from './PacketHop.tsx';
import { type PacketGroup, packetGroups, requestTitle, sentFrom } from './packetEntries.ts';
import { RecentRequests } from './RecentRequests.tsx';
import { Tries } from './Tries.tsx';

export function PacketPanel() {
  const followed = usePlaygroundState((state) => state.followed);
  return followed === null ? (
    <RecentRequests />
  ) : (
    <FollowedRequest key={followed.start.requestId} record={followed} />
  );
}

function FollowedRequest({ record }: { record: RequestRecord }) {
  const playground = usePlayground();
  const groups = useMemo(() => packetGroups(record), [record]);
  const objects = usePlaygroundState((state) => state.objects);
  const serviceKey = serviceOfRequest(record, objects);
  const service = serviceKey === null ? undefined : (objects.get(serviceKey) as Service | undefined);
  const color = service === undefined ? 'var(--accent)' : serviceForms[serviceForm(service)].color;

  const panel = useRef<HTMLDivElement>(null);
  // Keeps up with the packet until somebody scrolls to read.
  const keepsUp = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step of the packet is what this is about
  useEffect(() => {
    if (keepsUp.current) panel.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'nearest' });
  }, [record]);
  const stay = () => {
    keepsUp.current = false;
  };

  return (
    <div
      ref={panel}
      className={styles.packet}
      style={{ '--packet': color } as CSSProperties}
      onWheel={stay}
      onTouchMove={stay}
    >
      <header className={styles.header}>
        <div>
          <p className={styles.overline}>
            {t('requestState', {
              number: String(record.start.requestId),
              isOver: record.end === null ? 'no' : 'yes',
            })}
          </p>
          <h2 className={styles.title}>{requestTitle(record, objects)}</h2>
          <HttpLine start={record.start} />
          <Tries record={record} />
        </div>
        <IconButton
          label={t('stopFollowing')}
          icon={X}
          iconSize={15}
          onClick={() => void playground.dispatch({ type: 'follow', requestId: null }, 'inspector')}
        />
      </header>
      <FollowSwitch />
      <Packets groups={groups} isOver={record.end !== null} />
      {record.end !== null && <Ending record={record} />}
      {service !== undefined && (
        <section className={styles.service} aria-label={t('serviceNamed', { name: service.metadata.name })}>
          <h3 className={styles.overline}>{t('serviceNamed', { name: service.metadata.name })}</h3>
          <ObjectForm key={serviceKey} objectKey={serviceKey!} isQuick />
        </section>
      )}
    </div>
  );
}

function FollowSwitch() {
  const playground = usePlayground();
  const isOn = usePlaygroundState((state) => state.stopsAtEachHop);
  const stoppedBy = usePlaygroundState((state) => state.breakpoints.find(({ id }) => id === state.stoppedBy));
  const id = useId();
  return (
    <div className={styles.following}>
      {stoppedBy !== undefined && (
        <p className={styles.stopped}>
          <OctagonPause size={14} aria-hidden />{' '}
          {t('stopped', { when: conditionInWords(stoppedBy.condition) })}
        </p>
      )}
      <div className={styles.eachHop}>
        <label htmlFor={id}>{t('stopAtEachHop')}</label>
        <SwitchInput
          id={id}
          isOn={isOn}
          onLabel=""
          offLabel=""
          onCommit={(isOn) => void playground.dispatch({ type: 'stopAtEachHop', isOn }, 'inspector')}
        />
      </div>
    </div>
  );
}

/** Name look-ups and replies are folded to one line each, unless they are what happens now or where it failed. */
function Packets({ groups, isOver }: { groups: readonly PacketGroup[]; isOver: boolean }) {
  let number = 1;
  return (
    <ol className={styles.hops}>
      {mergeLookups(groups).map((group, index, all) => {
        const isLast = index === all.length - 1;
        const isCurrent = isLast && !isOver;
        if (!group.isFolded) {
          return group.entries.map((entry, position) => (
            <PacketHop
              key={entry.id}
              number={number++}
              entry={entry}
              isCurrent={isCurrent && position === group.entries.length - 1}
            />
          ));
        }
        const first = number++;
        return (
          <li key={group.id} className={styles.hop} data-current={isCurrent || undefined}>
            <span className={styles.number} aria-hidden>
              {first}
            </span>
            <details open={isCurrent || group.hasFailed}>
              <summary className={styles.hopTitle}>{group.title}</summary>
              <ol className={styles.inner}>
                {group.entries.map((entry, position) => (
                  <PacketHop
                    key={entry.id}
                    entry={entry}
                    isCurrent={isCurrent && position === group.entries.length - 1}
                  />
                ))}
              </ol>
            </details>
          </li>
        );
      })}
    </ol>
  );
}

interface FoldedGroup extends PacketGroup {
  isFolded: boolean;
  hasFailed: boolean;
  title: string;
}

/** All packets of the name look-up that follow each other become one group. */
function mergeLookups(groups: readonly PacketGroup[]): FoldedGroup[] {
  const merged: (FoldedGroup & { queries: number })[] = [];
  for (const group of groups) {
    const isDns = group.kind === 'dnsQuery' || group.kind === 'dnsReply';
    const hasFailed = group.entries.some(({ verdict }) => verdict === 'dropped' || verdict === 'refused');
    const last = merged.at(-1);
    if (isDns && last?.kind === 'dnsQuery') {
      last.entries.push(...group.entries);
      last.hasFailed ||= hasFailed;
      if (group.kind === 'dnsQuery') last.queries++;
      last.title = t('looksUp', { count: last.queries });
      continue;
    }
    merged.push({
      ...group,
      kind: isDns ? 'dnsQuery' : group.kind,
      entries: [...group.entries],
      isFolded: group.kind !== 'request',
      hasFailed,
      queries: 1,
      title: isDns
        ? t('looksUp', { count: 1 })
        : group.kind === 'refused'
          ? t('theRefusalGoesBack')
          : group.kind === 'close'
            ? t('laterTheServerClosesTheConnection')
            : t('replyUndoneInReverse'),
    });
  }
  return merged;
}

function Ending({ record }: { record: RequestRecord }) {
  const end = record.end!;
  const { icon: Icon, label, tone } = outcomeLook(end);
  const { sentence, lookAt } = explainInWords(end, placeName(end.from));
  const sent = sentFrom(record);
  const isAnswered = end.outcome === 'answered' && end.answeredBy !== null;
  return (
    <section className={styles.ending} data-tone={tone} data-current aria-label={t('outcome')}>
      <p className={styles.outcome}>
        <Icon size={16} aria-hidden />{' '}
        {isAnswered
          ? t(end.status !== undefined && end.status >= 300 ? 'answeredFrom' : 'answeredBy', {
              outcome: label,
              place: placeName(end.answeredBy!),
            })
          : label}
        <span className={styles.latency}>{formatLatency((end.at - end.startedAt) / WIRE_STRETCH)}</span>
      </p>
      <p>{sentence}</p>
      {isAnswered && end.sourceSeen !== null && (
        <p>
          {rich(
            t.rich(
              sent === null ? 'sourceSeen' : end.sourceSeen === sent ? 'sourceSeenOwn' : 'sourceSeenOther',
              { seen: () => <code>{end.sourceSeen}</code>, sent: () => <code>{sent}</code> },
            ),
          )}
        </p>
      )}
      {end.upstream !== undefined && (
        <p>
          {rich(
            t.rich('madeOfItsOwn', {
              request: () => <FollowRequest requestId={end.upstream!.requestId} />,
            }),
          )}
        </p>
      )}
      {lookAt && <p className={styles.lookAt}>{lookAt}</p>}
      <ExplainLink record={record} />
    </section>
  );
}
