/** The scene as one YAML file, which the import opens again. */
import { Check, Copy, Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { download } from '../playground/download.ts';
import { usePlayground } from '../playground/react.ts';
import { exportText, fileNameFor } from '../playground/sceneFile.ts';
import { Button } from '../ui/Button.tsx';
import styles from './ImportExport.module.css';

export function ExportPanel() {
  const playground = usePlayground();
  const [text, setText] = useState<string | null>(null);
  const [isCopied, setCopied] = useState(false);
  const name = fileNameFor(playground.store.getState().scene.title);

  useEffect(() => {
    let isCurrent = true;
    void exportText(playground).then((exported) => {
      if (isCurrent) setText(exported);
    });
    return () => {
      isCurrent = false;
    };
  }, [playground]);

  return (
    <div className={styles.panel}>
      <label className={styles.label} htmlFor="exported">
        Everything that you made, with its place on the canvas
      </label>
      <textarea
        id="exported"
        className={styles.text}
        rows={16}
        readOnly
        spellCheck={false}
        value={text ?? ''}
      />
      <div className={styles.buttons}>
        <Button
          look="primary"
          icon={Download}
          disabled={text === null}
          onClick={() => download(name, text ?? '')}
        >
          Download {name}
        </Button>
        <Button
          icon={isCopied ? Check : Copy}
          disabled={text === null}
          onClick={() => void navigator.clipboard.writeText(text ?? '').then(() => setCopied(true))}
        >
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      </div>
    </div>
  );
}
