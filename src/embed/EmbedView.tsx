/** What is seen of a living embed: a bar with the way to the whole playground, the scene, and the clock. */
import { ExternalLink } from 'lucide-react';
import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { ReadOnlyCanvas } from '../canvas/ReadOnlyCanvas.tsx';
import { t } from '../messages/liveEmbed.ts';
import { sceneText } from '../messages/scenes.ts';
import type { Playground } from '../playground/playground.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { printQueryParameters } from '../queryParameters.ts';
import { Scrubber } from '../timeline/Scrubber.tsx';
import { Transport } from '../transport/Transport.tsx';
import { clockActions } from '../ui/clockActions.ts';
import { Logo } from '../ui/Logo.tsx';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
import { TooltipHost } from '../ui/Tooltip.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import type { LiveOptions } from './contract.ts';
import styles from './EmbedView.module.css';
import type { EmbeddedLesson } from './embeddedLesson.ts';

const Canvas = lazy(async () => ({ default: (await import('../canvas/Canvas.tsx')).Canvas }));
const AddressToCopy = lazy(async () => ({ default: (await import('./AddressToCopy.tsx')).AddressToCopy }));
const EditingParts = lazy(async () => ({ default: (await import('./EditingParts.tsx')).EditingParts }));

const SHORTCUTS = Object.values(clockActions);

interface EmbedViewProps {
  options: LiveOptions;
  home: string;
  lesson: EmbeddedLesson | null;
  /** All at once would be a long task. */
  hasCanvas: boolean;
}

export function EmbedView({ options: { controls, editable }, home, lesson, hasCanvas }: EmbedViewProps) {
  const scene = usePlaygroundState((state) => sceneText(state.scene.title));
  const narration = usePlaygroundState((state) => state.narration);
  useShortcuts(SHORTCUTS);
  const { address, title = scene } = usePlace(home, lesson);
  // Beside a text all that it speaks of is in view.
  const sheet = lesson === null ? null : 'text';
  const stage = (
    <div className={styles.stage}>
      <PanelBoundary name="Canvas">
        {hasCanvas && !editable && <ReadOnlyCanvas sheet={sheet} />}
        {hasCanvas && editable && (
          <Suspense fallback={null}>
            <Canvas sheet={sheet} />
          </Suspense>
        )}
      </PanelBoundary>
      {editable && (
        <PanelBoundary name="Edit">
          <Suspense fallback={null}>
            <EditingParts />
          </Suspense>
        </PanelBoundary>
      )}
      {controls !== 'none' && (
        <div className={styles.transport}>
          <Transport isSmall scrubber={<Scrubber />} />
        </div>
      )}
    </div>
  );
  return (
    <section className={styles.embed} aria-label={title === '' ? 'Kubehop' : title}>
      {controls === 'full' && <Bar title={title} address={address} isLesson={lesson !== null} />}
      {lesson === null ? (
        stage
      ) : (
        <lesson.Frame address={address} hasTitle={controls === 'full'}>
          {stage}
        </lesson.Frame>
      )}
      <p role="status" aria-label={t('narration')} className="visually-hidden">
        {narration}
      </p>
      <TooltipHost />
    </section>
  );
}

/** The name of what is shown, and where the whole playground shows the same. */
function usePlace(home: string, lesson: EmbeddedLesson | null): { address: string; title?: string } {
  const scene = usePlaygroundState((state) => state.scene.id);
  const view = usePlaygroundState((state) => state.view);
  const read = () => lesson?.player.store.getState();
  const state = useSyncExternalStore(lesson?.player.store.subscribe ?? neverChanges, read);
  const shown =
    lesson === null
      ? { scene, view }
      : { lesson: lesson.asked, step: state?.lesson?.steps[state.step]?.id ?? null };
  const address = new URL(`./${printQueryParameters(shown)}`, home).href;
  return state?.lesson == null ? { address } : { address, title: state.lesson.head.title };
}

function neverChanges() {
  return () => {};
}

function Bar({ title, address, isLesson }: { title: string; address: string; isLesson: boolean }) {
  const playground = usePlayground();
  const [code, setCode] = useState<string | null>(null);
  const [isBlocked, setBlocked] = useState(false);
  // The link is to lead to this very moment, and packing that takes a moment itself.
  const pack = isLesson ? undefined : () => void codeOf(playground).then(setCode);
  const whole = code === null ? address : `${address}#s=${code}`;
  return (
    <>
      <header className={styles.bar}>
        <Logo />
        <p className={styles.name}>Kubehop</p>
        {title !== '' && <span className={styles.divider} />}
        <p className={styles.scene}>{title}</p>
        <a
          className={styles.open}
          href={whole}
          target="_blank"
          rel="noopener"
          onPointerEnter={pack}
          onPointerDown={pack}
          onFocus={pack}
          onKeyDown={pack}
          onClick={(event) => {
            if (!isSandboxed()) return;
            event.preventDefault();
            const opened = open(whole, '_blank');
            if (opened === null) setBlocked(true);
            else opened.opener = null;
          }}
        >
          <span>{t('openInKubehop')}</span>
          <ExternalLink size={14} aria-hidden />
        </a>
      </header>
      {isBlocked && (
        <Suspense fallback={null}>
          <AddressToCopy address={whole} />
        </Suspense>
      )}
    </>
  );
}

/** A frame without an origin of its own, which may not be allowed to open windows either: its links would then do nothing. */
function isSandboxed(): boolean {
  return self.origin === 'null';
}

/** Longer ones are cut off on their way. */
const LONGEST_CODE = 16_000;

async function codeOf(playground: Playground): Promise<string | null> {
  const { writeShareCode } = await import('../playground/share.ts');
  const code = await writeShareCode(playground.shared());
  return code.length > LONGEST_CODE ? null : code;
}
