/** What is seen of a living embed: a bar with the way to the whole playground, the scene, and the clock. */
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { Canvas } from '../canvas/Canvas.tsx';
import { t } from '../messages/page.ts';
import { sceneText } from '../messages/scenes.ts';
import type { Playground } from '../playground/playground.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { writeShareCode } from '../playground/share.ts';
import { printQueryParameters } from '../queryParameters.ts';
import { Scrubber } from '../timeline/Scrubber.tsx';
import { Transport } from '../transport/Transport.tsx';
import { Logo } from '../ui/Logo.tsx';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
import { TooltipHost } from '../ui/Tooltip.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import type { LiveOptions } from './contract.ts';
import styles from './EmbedView.module.css';

const SHORTCUTS = ['playOrPause', 'step', 'stepBack'] as const;

interface EmbedViewProps {
  options: LiveOptions;
  home: string;
}

export function EmbedView({ options: { controls, editable }, home }: EmbedViewProps) {
  const title = usePlaygroundState((state) => sceneText(state.scene.title));
  const narration = usePlaygroundState((state) => state.narration);
  useShortcuts(SHORTCUTS);
  return (
    <section className={styles.embed} aria-label={title === '' ? 'Kubehop' : title}>
      {controls === 'full' && <Bar title={title} home={home} />}
      <div className={styles.stage}>
        <PanelBoundary name="Canvas">
          <Canvas editable={editable} />
        </PanelBoundary>
        {controls !== 'none' && (
          <div className={styles.transport}>
            <Transport isSmall scrubber={<Scrubber />} />
          </div>
        )}
      </div>
      <p role="status" aria-label={t('narration')} className="visually-hidden">
        {narration}
      </p>
      <TooltipHost />
    </section>
  );
}

function Bar({ title, home }: { title: string; home: string }) {
  const playground = usePlayground();
  const id = usePlaygroundState((state) => state.scene.id);
  const view = usePlaygroundState((state) => state.view);
  const address = new URL(`./${printQueryParameters({ scene: id, view })}`, home).href;
  const [code, setCode] = useState<string | null>(null);
  // The link is to lead to this very moment, and packing that takes a moment itself.
  const pack = () => void codeOf(playground).then(setCode);
  return (
    <header className={styles.bar}>
      <Logo />
      <p className={styles.name}>Kubehop</p>
      <span className={styles.divider} />
      <p className={styles.scene}>{title}</p>
      <a
        className={styles.open}
        href={code === null ? address : `${address}#s=${code}`}
        target="_blank"
        rel="noopener"
        onPointerEnter={pack}
        onPointerDown={pack}
        onFocus={pack}
        onKeyDown={pack}
      >
        <span>{t('openInKubehop')}</span>
        <ExternalLink size={14} aria-hidden />
      </a>
    </header>
  );
}

/** Longer ones are cut off on their way. */
const LONGEST_CODE = 16_000;

async function codeOf(playground: Playground): Promise<string | null> {
  const code = await writeShareCode(playground.shared());
  return code.length > LONGEST_CODE ? null : code;
}
