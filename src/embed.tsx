/** Entry of the embed: one scene to watch in a page of somebody else, with the way to the whole playground. */
import { ExternalLink } from 'lucide-react';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { Canvas } from './canvas/Canvas.tsx';
import styles from './embed.module.css';
import { openPlayground } from './openPlayground.ts';
import { PlaygroundContext, usePlaygroundState } from './playground/react.ts';
import { printQueryParameters, readQueryParameters } from './queryParameters.ts';
import { Transport } from './transport/Transport.tsx';
import './ui/base.css';
import { Logo } from './ui/Logo.tsx';
import { PanelBoundary } from './ui/PanelBoundary.tsx';
import { TooltipHost } from './ui/Tooltip.tsx';
import { followSystemTheme } from './ui/theme.ts';
import { useShortcuts } from './ui/useShortcuts.ts';

const SHORTCUTS = ['playOrPause', 'step'] as const;
const parameters = readQueryParameters(location.search);

function Embed() {
  const scene = usePlaygroundState((state) => state.scene);
  const narration = usePlaygroundState((state) => state.narration);
  useShortcuts(SHORTCUTS);
  useEffect(() => {
    document.title = `${scene.title} · Kubehop`;
  }, [scene.title]);
  const { scene: id, view, seed } = parameters;

  return (
    <div className={styles.embed}>
      <header className={styles.bar}>
        <Logo />
        <h1 className={styles.name}>Kubehop</h1>
        <span className={styles.divider} />
        <p className={styles.scene}>{scene.title}</p>
        <a
          className={styles.open}
          href={`./${printQueryParameters({ scene: id, view, seed })}`}
          target="_blank"
          rel="noopener"
        >
          <span>Open in Kubehop</span>
          <ExternalLink size={14} aria-hidden />
        </a>
      </header>
      <main className={styles.stage}>
        <PanelBoundary name="Canvas">
          <Canvas editable={false} />
        </PanelBoundary>
        <div className={styles.transport}>
          <Transport isSmall />
        </div>
      </main>
      <p role="status" aria-label="Narration" className="visually-hidden">
        {narration}
      </p>
      <TooltipHost />
    </div>
  );
}

followSystemTheme(parameters.theme);
const playground = await openPlayground(parameters);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PlaygroundContext value={playground}>
      <Embed />
    </PlaygroundContext>
  </StrictMode>,
);
