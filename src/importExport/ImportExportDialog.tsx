/** Manifests in and out: paste, choose or drop them; copy or download what is on the canvas. */
import { type ReactNode, useState } from 'react';
import { t } from '../messages/importExport.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { ExportPanel } from './ExportPanel.tsx';
import styles from './ImportExport.module.css';
import { ImportPanel } from './ImportPanel.tsx';

interface ImportExportDialogProps {
  onClose: () => void;
  /** The canvas knows how it looks. */
  picture: () => ReactNode;
}

export function ImportExportDialog({ onClose, picture }: ImportExportDialogProps) {
  const [tab, setTab] = useState<'import' | 'export' | 'picture'>('import');
  return (
    <Dialog title={t('importExport')} onClose={onClose} width={640}>
      <div className={styles.tabs}>
        <Tabs
          label={t('importExport')}
          size="compact"
          tabs={[
            { id: 'import', label: t('import'), panel: () => <ImportPanel /> },
            { id: 'export', label: t('export'), panel: () => <ExportPanel /> },
            { id: 'picture', label: t('picture'), panel: picture },
          ]}
          selected={tab}
          onSelect={setTab}
        />
      </div>
    </Dialog>
  );
}
