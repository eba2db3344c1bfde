/** The canvas as a file: what it will look like, and in which form it is wanted. */
import { Clapperboard, FileImage, Image as ImageIcon } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { t } from '../../messages/picture.ts';
import { download } from '../../playground/download.ts';
import { usePlayground, usePlaygroundState } from '../../playground/react.ts';
import { fileNameFor } from '../../playground/sceneFile.ts';
import type { PlaygroundState } from '../../playground/state.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { currentTheme } from '../../ui/theme.ts';
import styles from './PicturePanel.module.css';
import type { PictureTheme } from './palette.ts';
import { type PictureChoices, svgOf } from './svgPicture.ts';
import { takeGif, takePng, takeSvg } from './takePicture.ts';

const themes = [
  {
    value: 'light',
    get label() {
      return t('light');
    },
  },
  {
    value: 'dark',
    get label() {
      return t('dark');
    },
  },
] as const;
const views = [
  {
    value: 'Concept',
    get label() {
      return t('concept');
    },
  },
  {
    value: 'Endpoints',
    get label() {
      return t('view.Endpoints');
    },
  },
  {
    value: 'PacketPath',
    get label() {
      return t('view.PacketPath');
    },
  },
] as const;
const sizes = [
  { value: '1', label: '1×' },
  { value: '2', label: '2×' },
] as const;

export function PicturePanel() {
  const playground = usePlayground();
  const [theme, setTheme] = useState<PictureTheme>(currentTheme());
  const [view, setView] = useState<PlaygroundState['view']>(playground.store.getState().view);
  const [hasPackets, setPackets] = useState(true);
  const [size, setSize] = useState<'1' | '2'>('2');
  const [progress, setProgress] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const choices: PictureChoices = { theme, view, hasPackets, scale: size === '2' ? 2 : 1 };
  const name = (ending: string) =>
    fileNameFor(playground.store.getState().scene.title).replace(/\.ya?ml$/, `.${ending}`);

  async function make(what: string, run: () => Promise<void>) {
    setFailure(null);
    setProgress(t('drawing', { what }));
    try {
      await run();
      setProgress(t('drawn', { what }));
    } catch (error) {
      setProgress(null);
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }

  const saveSvg = () =>
    make('SVG', async () => download(name('svg'), await takeSvg(playground, choices), 'image/svg+xml'));
  const savePng = () =>
    make('PNG', async () => {
      const blob = await takePng(playground, choices);
      download(name('png'), new Uint8Array(await blob.arrayBuffer()), blob.type);
    });
  const saveGif = () =>
    make('GIF', async () => {
      const blob = await takeGif(playground, choices, (part) =>
        setProgress(t('drawingGif', { percent: Math.round(part * 100) })),
      );
      download(name('gif'), new Uint8Array(await blob.arrayBuffer()), blob.type);
    });

  return (
    <div className={styles.panel}>
      <Preview choices={choices} />
      <div className={styles.choices}>
        <Segmented label={t('theme')} options={themes} value={theme} onChange={setTheme} />
        <Segmented label={t('view')} options={views} value={view} onChange={setView} />
        <Segmented label={t('sizeInPixels')} options={sizes} value={size} onChange={setSize} />
        <label className={styles.option}>
          <input
            type="checkbox"
            checked={hasPackets}
            onChange={(event) => setPackets(event.target.checked)}
          />
          {t('withPackets')}
        </label>
      </div>
      <div className={styles.buttons}>
        <Button look="primary" icon={FileImage} onClick={() => void saveSvg()}>
          SVG
        </Button>
        <Button icon={ImageIcon} onClick={() => void savePng()}>
          PNG
        </Button>
        <Button icon={Clapperboard} onClick={() => void saveGif()}>
          {t('gIF3Seconds')}
        </Button>
        <span role="status" className={styles.progress}>
          {progress}
        </span>
      </div>
      {failure !== null && (
        <p role="alert" className={styles.failure}>
          {failure}
        </p>
      )}
    </div>
  );
}

/** Follows the canvas as long as the dialog is open. */
function Preview({ choices: { theme, view, hasPackets } }: { choices: PictureChoices }) {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const layout = usePlaygroundState((state) => state.layout);
  const requests = usePlaygroundState((state) => state.requests);
  const clock = usePlaygroundState((state) => state.clock);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the picture shows
  const svg = useMemo(
    () => svgOf(playground.store.getState(), { theme, view, hasPackets }),
    [playground, theme, view, hasPackets, objects, layout, requests, clock],
  );
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [svg]);
  return (
    <div className={styles.frame}>{url !== '' && <img src={url} alt={t('previewTheCanvasAsItWill')} />}</div>
  );
}
