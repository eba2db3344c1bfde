/** Applies manifests as `kubectl apply -f` would, and says for each object what became of it. */
import { FileInput, FolderOpen } from 'lucide-react';
import { type ClipboardEvent, useEffect, useRef, useState } from 'react';
import { t } from '../messages/importExport.ts';
import { usePlayground } from '../playground/react.ts';
import { type ImportOptions, type ImportReport, importText } from '../playground/sceneFile.ts';
import { Button } from '../ui/Button.tsx';
import { droppedFiles } from './droppedFiles.ts';
import styles from './ImportExport.module.css';
import { ImportResult } from './ImportResult.tsx';
import { joinFiles, type NamedText } from './joinFiles.ts';
import { readFiles, refuseText } from './readFiles.ts';

/** More than this is not put into the text field: it would only make the page slow before it is refused. */
const MOST_CHARACTERS_TO_EDIT = 1_000_000;

interface Done {
  files: readonly NamedText[];
  report: ImportReport;
}

export function ImportPanel() {
  const playground = usePlayground();
  const field = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const folderChooser = useRef<HTMLInputElement>(null);
  const [isBroughtToLife, setBroughtToLife] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function run(files: readonly NamedText[], options: ImportOptions = {}) {
    setBusy(true);
    setFailure(null);
    try {
      const { text } = joinFiles(files);
      const report = await importText(playground, text, { bringToLife: isBroughtToLife, ...options });
      setDone({ files, report });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  async function runFiles(files: readonly File[]) {
    const { texts, refusal } = await readFiles(files);
    if (refusal !== undefined) setFailure(refusal);
    else await run(texts);
  }

  async function runText(text: string, name: string) {
    const refusal = refuseText(text);
    if (refusal !== null) setFailure(refusal);
    else await run([{ name, text }]);
  }

  const takeFiles = useRef(runFiles);
  takeFiles.current = runFiles;
  useEffect(() => {
    const take = () => {
      const { files } = droppedFiles.getState();
      if (files.length === 0) return;
      droppedFiles.setState({ files: [] });
      void takeFiles.current(files);
    };
    take();
    return droppedFiles.subscribe(take);
  }, []);

  function onPaste(event: ClipboardEvent) {
    const text = event.clipboardData.getData('text');
    if (text.length <= MOST_CHARACTERS_TO_EDIT) return;
    event.preventDefault();
    void runText(text, t('pastedText'));
  }

  return (
    <div className={styles.panel}>
      <label className={styles.label} htmlFor="manifests">
        {t('manifestsYAMLOrJSON')}
      </label>
      <textarea
        id="manifests"
        ref={field}
        className={styles.text}
        rows={done === null ? 12 : 5}
        spellCheck={false}
        autoComplete="off"
        placeholder={t('pasteYAMLOrJSONOneObject')}
        onPaste={onPaste}
      />
      <label className={styles.option}>
        <input
          type="checkbox"
          checked={isBroughtToLife}
          onChange={(event) => setBroughtToLife(event.target.checked)}
        />
        {t('addWhatItNeedsToLive')}
      </label>
      <div className={styles.buttons}>
        <Button
          look="primary"
          disabled={isBusy}
          onClick={() => void runText(field.current?.value ?? '', 'text')}
        >
          {t('import')}
        </Button>
        <Button icon={FileInput} disabled={isBusy} onClick={() => chooser.current?.click()}>
          {t('chooseFiles')}
        </Button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          accept=".yaml,.yml,.json,.txt"
          aria-label={t('manifestFiles')}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            if (files.length > 0) void runFiles(files);
          }}
        />
        <Button icon={FolderOpen} disabled={isBusy} onClick={() => folderChooser.current?.click()}>
          {t('chooseAFolder')}
        </Button>
        <input
          ref={folderChooser}
          type="file"
          // @ts-expect-error: React's types do not know how folders are chosen
          webkitdirectory=""
          hidden
          aria-label={t('folderOfManifests')}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            if (files.length > 0) void runFiles(files);
          }}
        />
        <span className={styles.aside}>{t('orDropThemAnywhereOnThe')}</span>
      </div>
      {failure !== null && (
        <p role="alert" className={styles.failure}>
          {failure}
        </p>
      )}
      {done !== null && (
        <ImportResult
          report={done.report}
          where={joinFiles(done.files).where}
          onCreateNamespaces={() => void run(done.files, { createNamespaces: true })}
        />
      )}
    </div>
  );
}
