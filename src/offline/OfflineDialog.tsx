/** Kubehop without a network: the copy that the browser keeps, the app, and all of it as one file. */
import { Download, HardDriveDownload, MonitorDown, RefreshCw } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useStore } from 'zustand';
import { t } from '../messages/offline.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { homeOfEmbeds, isSingleFile } from '../ui/site.ts';
import { install, installing } from './installing.ts';
import { keepCopy, keptCopy, reloadWithNextVersion } from './keptCopy.ts';
import styles from './OfflineDialog.module.css';

export function OfflineDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <div className={styles.ways}>
        {isSingleFile ? (
          <ThisFile />
        ) : (
          <>
            <Copy />
            <App />
            <Way title={t('asOneFile')} text={t('explainFile')}>
              <ButtonLink icon={Download} href="./kubehop-offline.html" download>
                {t('download')}
              </ButtonLink>
            </Way>
          </>
        )}
      </div>
    </Dialog>
  );
}

function Copy() {
  const { state, next } = useStore(keptCopy);
  return (
    <Way title={t('inThisBrowser')} text={next === null ? t(state) : t('newVersion')}>
      {next !== null && (
        <Button icon={RefreshCw} onClick={reloadWithNextVersion}>
          {t('reload')}
        </Button>
      )}
      {state === 'asked' && (
        <Button icon={HardDriveDownload} onClick={() => void keepCopy()}>
          {t('keep')}
        </Button>
      )}
    </Way>
  );
}

function App() {
  const { offer, isInstalled } = useStore(installing);
  const text = isInstalled ? t('installed') : t(offer === null ? 'installByMenu' : 'explainInstall');
  return (
    <Way title={t('asAnApp')} text={text}>
      {offer !== null && (
        <Button icon={MonitorDown} onClick={() => void install()}>
          {t('install')}
        </Button>
      )}
    </Way>
  );
}

function ThisFile() {
  const site = homeOfEmbeds();
  return (
    <>
      <p className={styles.text}>{t('thisIsTheFile')}</p>
      {site !== null && <p className={styles.text}>{t('onTheWeb', { address: site })}</p>}
    </>
  );
}

function Way({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.way} aria-labelledby={id}>
      <h3 id={id} className={styles.title}>
        {title}
      </h3>
      <p className={styles.text}>{text}</p>
      {children}
    </section>
  );
}
