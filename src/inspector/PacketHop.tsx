/** One place on a packet's way: what it did, why, the header before and after, and the rule that was hit. */
import { Rows3 } from 'lucide-react';
import { parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/inspector.ts';
import { Button } from '../ui/Button.tsx';
import { HeaderChange } from '../ui/HeaderChange.tsx';
import { openPanel } from '../ui/panels.ts';
import { Candidates } from './Candidates.tsx';
import styles from './Packet.module.css';
import type { PacketEntry } from './packetEntries.ts';

interface PacketHopProps {
  entry: PacketEntry;
  /** Absent inside a folded group. */
  number?: number;
  isCurrent: boolean;
}

export function PacketHop({ entry, number, isCurrent }: PacketHopProps) {
  return (
    <li
      className={styles.hop}
      data-current={isCurrent || undefined}
      data-verdict={entry.verdict ?? undefined}
      aria-current={isCurrent ? 'step' : undefined}
    >
      {number !== undefined && (
        <span className={styles.number} aria-hidden>
          {number}
        </span>
      )}
      <div className={styles.hopBody}>
        <h3 className={styles.hopTitle}>{entry.title}</h3>
        <p className={styles.sentence}>{entry.sentence}</p>
        <Candidates candidates={entry.candidates} />
        {entry.header && <HeaderChange rows={entry.header} />}
        {entry.rule && (
          <details className={styles.rule}>
            <summary>
              {t(`rule.${entry.rule.component}`)}
              {entry.rule.chain !== entry.rule.component && (
                <>
                  , <code>{entry.rule.chain}</code>
                </>
              )}
            </summary>
            <pre>{entry.rule.text}</pre>
            {parseKey(entry.place).kind === 'Node' && (
              <Button
                size="small"
                icon={Rows3}
                onClick={() => openPanel('dock', { dockTab: 'rules', shownNode: entry.place })}
              >
                {t('showAmongAll', { name: parseKey(entry.place).name })}
              </Button>
            )}
          </details>
        )}
        {entry.lookAt && <p className={styles.lookAt}>{entry.lookAt}</p>}
      </div>
    </li>
  );
}
