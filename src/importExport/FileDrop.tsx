/** Takes manifests that are dropped anywhere on the page, and says so while they are above it. */
import { FileInput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../messages/importExport.ts';
import { openDialog } from '../ui/panels.ts';
import { droppedFiles } from './droppedFiles.ts';
import styles from './FileDrop.module.css';

export function FileDrop() {
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      const { dataTransfer } = event;
      if (dataTransfer === null || dataTransfer.files.length === 0) return;
      event.preventDefault();
      // Both are gone once the drop is over.
      const entries = [...dataTransfer.items].map((item) => item.webkitGetAsEntry());
      const plain = [...dataTransfer.files];
      void import('./readFiles.ts')
        .then(({ droppedFrom }) => droppedFrom(entries, plain))
        .then((files) => {
          droppedFiles.setState({ files });
          openDialog('importExport');
        });
    };
    addEventListener('dragover', onDragOver);
    addEventListener('dragleave', onDragLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onDragOver);
      removeEventListener('dragleave', onDragLeave);
      removeEventListener('drop', onDrop);
    };
  }, []);

  if (!isOver) return null;
  return (
    <div className={styles.veil}>
      <p className={styles.words}>
        <FileInput size={20} aria-hidden /> {t('dropManifestsToImportThem')}
      </p>
    </div>
  );
}
