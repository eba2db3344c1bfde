/** Manifests in and out: paste, choose or drop them; copy or download what is on the canvas. */
import { type ReactNode, useState } from 'react';
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
    <Dialog title="Import / export" onClose={onClose} width={640}>
      <div className={styles.tabs}>
        <Tabs
          label="Import / export"
          size="compact"
          tabs={[
            { id: 'import', label: 'Import', panel: () => <ImportPanel /> },
            { id: 'export', label: 'Export', panel: () => <ExportPanel /> },
            { id: 'picture', label: 'Picture', panel: picture },
          ]}
          selected={tab}
          onSelect={setTab}
        />
      </div>
    </Dialog>
  );
}
