/** What can be done with one's progress: taken out as a file, taken in, forgotten. */
import { Download, Ellipsis, Eraser, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ProgressKeeper } from '../lessons/progress.ts';
import { t } from '../messages/learn.ts';
import { download } from '../playground/download.ts';
import { Button } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import styles from './ProgressMenu.module.css';

const FILE = 'kubehop-progress.json';

export function ProgressMenu({ keeper }: { keeper: ProgressKeeper }) {
  const chooser = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const [isAsking, setAsking] = useState(false);

  async function take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    const problem = keeper.take(await file.text());
    setSaid(problem === null ? t('progressImported') : t('progressRefused', { problem }));
  }

  return (
    <div className={styles.menu}>
      <Menu
        label={t('progress')}
        icon={Ellipsis}
        items={[
          {
            label: t('exportProgress'),
            icon: Download,
            run: () => download(FILE, keeper.print(), 'application/json'),
          },
          { label: t('importProgress'), icon: Upload, run: () => chooser.current?.click() },
          { label: t('resetProgress'), icon: Eraser, run: () => setAsking(true) },
        ]}
      />
      <input
        ref={chooser}
        type="file"
        accept="application/json,.json"
        aria-label={t('importProgress')}
        hidden
        onChange={({ target }) => {
          void take(target.files?.[0]);
          target.value = '';
        }}
      />
      {isAsking && (
        <fieldset className={styles.question}>
          <legend>{t('resetQuestion')}</legend>
          <Button
            look="danger"
            size="small"
            onClick={() => {
              keeper.reset();
              setAsking(false);
              setSaid(t('progressReset'));
            }}
          >
            {t('resetYes')}
          </Button>
          <Button size="small" autoFocus onClick={() => setAsking(false)}>
            {t('resetNo')}
          </Button>
        </fieldset>
      )}
      <p role="status" className={styles.said}>
        {said}
      </p>
    </div>
  );
}
