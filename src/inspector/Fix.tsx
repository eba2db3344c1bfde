/** What would put a problem right: first the kubectl line that does it, then the button. */
import { Wrench } from 'lucide-react';
import { useMemo, useState } from 'react';
import { t } from '../messages/inspector.ts';
import { dryRun } from '../playground/dryRun.ts';
import type { Fix as FixOf } from '../playground/fixes.ts';
import { usePlayground } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import styles from './Explain.module.css';

export function Fix({ fix, onDone }: { fix: FixOf; onDone?: () => void }) {
  const playground = usePlayground();
  const [refusal, setRefusal] = useState<string | null>(null);
  const { lines, status } = useMemo(
    () => playground.inspect((simulation) => dryRun(simulation, fix.commands)),
    [playground, fix],
  );
  if (status.status === 'Failure') return null;

  async function doIt() {
    const result = await playground.dispatch(fix.commands, 'inspector');
    setRefusal(result.status === 'Success' ? null : result.message);
    if (result.status === 'Success') onDone?.();
  }

  const text = lines.join('\n');
  return (
    <section className={styles.fix} aria-label={t('fix', { label: fix.label })}>
      <p className={styles.fixLabel}>{fix.label}</p>
      <div className={styles.command}>
        <code>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same
            <span key={index} className={styles.line}>
              <span className={styles.prompt} aria-hidden>
                ${' '}
              </span>
              {line}
            </span>
          ))}
        </code>
        <CopyButton text={text} label={t('copyLine')} className={styles.copy} />
      </div>
      <Button
        size="small"
        icon={Wrench}
        aria-label={t('doItNamed', { label: fix.label })}
        onClick={() => void doIt()}
      >
        {t('doIt')}
      </Button>
      {refusal !== null && (
        <p role="alert" className={styles.refusal}>
          {refusal}
        </p>
      )}
    </section>
  );
}
