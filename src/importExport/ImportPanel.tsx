/** Applies manifests as `kubectl apply -f` would, and says for each object what became of it. */
import { FileInput, FolderOpen } from 'lucide-react';
import { type ClipboardEvent, useEffect, useRef, useState } from 'react';
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
    void runText(text, 'pasted text');
  }

  return (
    <div className={styles.panel}>
      <label className={styles.label} htmlFor="manifests">
        Manifests, YAML or JSON
      </label>
      <textarea
        id="manifests"
        ref={field}
        className={styles.text}
        rows={done === null ? 12 : 5}
        spellCheck={false}
        autoComplete="off"
        placeholder="Paste YAML or JSON: one object, many documents, or a List."
        onPaste={onPaste}
      />
      <label className={styles.option}>
        <input
          type="checkbox"
          checked={isBroughtToLife}
          onChange={(event) => setBroughtToLife(event.target.checked)}
        />
        Add what it needs to live: Nodes, a cloud provider, visitors and traffic, where there are none
      </label>
      <div className={styles.buttons}>
        <Button
          look="primary"
          disabled={isBusy}
          onClick={() => void runText(field.current?.value ?? '', 'text')}
        >
          Import
        </Button>
        <Button icon={FileInput} disabled={isBusy} onClick={() => chooser.current?.click()}>
          Choose files
        </Button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          accept=".yaml,.yml,.json,.txt"
          aria-label="Manifest files"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            if (files.length > 0) void runFiles(files);
          }}
        />
        <Button icon={FolderOpen} disabled={isBusy} onClick={() => folderChooser.current?.click()}>
          Choose a folder
        </Button>
        <input
          ref={folderChooser}
          type="file"
          // @ts-expect-error: React's types do not know how folders are chosen
          webkitdirectory=""
          hidden
          aria-label="Folder of manifests"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            if (files.length > 0) void runFiles(files);
          }}
        />
        <span className={styles.aside}>or drop them anywhere on the page</span>
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
