/** The scene as YAML: one file that the import opens again, a file per object, or what a real cluster takes. */
import { Check, Copy, Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../messages/importExport.ts';
import { download } from '../playground/download.ts';
import type { Playground } from '../playground/playground.ts';
import { usePlayground } from '../playground/react.ts';
import type { RealCluster } from '../playground/realCluster.ts';
import { fileNameFor } from '../playground/sceneFile.ts';
import { zip } from '../playground/zip.ts';
import { Button } from '../ui/Button.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import styles from './ImportExport.module.css';
import { RealClusterSteps } from './RealClusterSteps.tsx';

type Form = 'scene' | 'files' | 'cluster';

const forms = [
  {
    value: 'scene',
    get label() {
      return t('oneFile');
    },
  },
  {
    value: 'files',
    get label() {
      return t('filePerObject');
    },
  },
  {
    value: 'cluster',
    get label() {
      return t('forKindOrMinikube');
    },
  },
] as const satisfies readonly { value: Form; label: string }[];

const labels = {
  get scene() {
    return t('everythingThatYouMadeWithIts');
  },
  get files() {
    return t('theFilesOfTheArchiveOne');
  },
  get cluster() {
    return t('kubernetesOwnObjectsWithImagesThat');
  },
} satisfies Record<Form, string>;

interface Exported {
  text: string;
  name: string;
  /** What is downloaded, when it is not the text. */
  archive?: Uint8Array<ArrayBuffer>;
  cluster?: RealCluster;
}

export function ExportPanel() {
  const playground = usePlayground();
  const [form, setForm] = useState<Form>('scene');
  const [exported, setExported] = useState<Exported | null>(null);
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    setCopied(false);
    void exportAs(form, playground).then((result) => {
      if (isCurrent) setExported(result);
    });
    return () => {
      isCurrent = false;
    };
  }, [playground, form]);

  return (
    <div className={styles.panel}>
      <Segmented label={t('formOfTheExport')} options={forms} value={form} onChange={setForm} />
      <label className={styles.exportLabel} htmlFor="exported">
        {labels[form]}
      </label>
      <textarea
        id="exported"
        className={styles.text}
        rows={form === 'cluster' ? 9 : 14}
        readOnly
        spellCheck={false}
        value={exported?.text ?? ''}
      />
      {form === 'cluster' && exported?.cluster !== undefined && <RealClusterSteps {...exported.cluster} />}
      <div className={styles.buttons}>
        <Button
          look="primary"
          icon={Download}
          disabled={exported === null}
          onClick={() => {
            if (exported === null) return;
            download(exported.name, exported.archive ?? exported.text, exported.archive && 'application/zip');
          }}
        >
          {t('download', { name: exported?.name ?? '' })}
        </Button>
        <Button
          icon={isCopied ? Check : Copy}
          disabled={exported === null}
          onClick={() => void navigator.clipboard.writeText(exported?.text ?? '').then(() => setCopied(true))}
        >
          {isCopied ? t('copied') : t('copy')}
        </Button>
      </div>
    </div>
  );
}

async function exportAs(form: Form, playground: Playground): Promise<Exported> {
  const [{ exportedObjects, joinTexts, separateFiles }, { forRealCluster }] = await Promise.all([
    import('../playground/writtenTexts.ts'),
    import('../playground/realCluster.ts'),
  ]);
  const objects = exportedObjects(playground);
  const name = fileNameFor(playground.store.getState().scene.title);
  if (form === 'scene') return { text: joinTexts(objects.map(({ text }) => text)), name };
  if (form === 'files') {
    const files = separateFiles(objects);
    const text = files.map((file) => `# ${file.name}\n${file.text}`).join('---\n');
    return { text, name: name.replace(/\.yaml$/, '.zip'), archive: zip(files) };
  }
  const cluster = forRealCluster(objects, name);
  return { text: cluster.text, name, cluster };
}
