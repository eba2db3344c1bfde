/** The page of an embed: a bar with the way to the whole playground, the scene to watch, and the clock. */
import { ExternalLink } from 'lucide-react';
import { useEffect } from 'react';
import { Canvas } from './canvas/Canvas.tsx';
import styles from './EmbedPage.module.css';
import { t } from './messages/page.ts';
import { sceneText } from './messages/scenes.ts';
import { usePlaygroundState } from './playground/react.ts';
import { printQueryParameters, type QueryParameters } from './queryParameters.ts';
import { Scrubber } from './timeline/Scrubber.tsx';
import { Transport } from './transport/Transport.tsx';
import { Logo } from './ui/Logo.tsx';
import { PanelBoundary } from './ui/PanelBoundary.tsx';
import { TooltipHost } from './ui/Tooltip.tsx';
import { useShortcuts } from './ui/useShortcuts.ts';

const SHORTCUTS = ['playOrPause', 'step', 'stepBack'] as const;

export function EmbedPage({ parameters }: { parameters: QueryParameters }) {
  const scene = usePlaygroundState((state) => state.scene);
  const narration = usePlaygroundState((state) => state.narration);
  useShortcuts(SHORTCUTS);
  useEffect(() => {
    document.title = `${sceneText(scene.title)} · Kubehop`;
  }, [scene.title]);
  const { scene: id, view, seed } = parameters;

  return (
    <div className={styles.embed}>
      <header className={styles.bar}>
        <Logo />
        <h1 className={styles.name}>Kubehop</h1>
        <span className={styles.divider} />
        <p className={styles.scene}>{sceneText(scene.title)}</p>
        <a
          className={styles.open}
          href={`./${printQueryParameters({ scene: id, view, seed })}`}
          target="_blank"
          rel="noopener"
        >
          <span>{t('openInKubehop')}</span>
          <ExternalLink size={14} aria-hidden />
        </a>
      </header>
      <main className={styles.stage}>
        <PanelBoundary name="Canvas">
          <Canvas editable={false} />
        </PanelBoundary>
        <div className={styles.transport}>
          <Transport isSmall scrubber={<Scrubber />} />
        </div>
      </main>
      <p role="status" aria-label={t('narration')} className="visually-hidden">
        {narration}
      </p>
      <TooltipHost />
    </div>
  );
}
