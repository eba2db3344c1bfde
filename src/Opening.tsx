/** The first paint: what scene it is and a still picture of it, while the canvas and the simulation are loading. */
import { useMemo } from 'react';
import { ScenePicture } from './gallery/ScenePicture.tsx';
import { drawThumbnail } from './gallery/thumbnail.ts';
import { t } from './messages/page.ts';
import { sceneText } from './messages/scenes.ts';
import styles from './Opening.module.css';
import type { Scene } from './simulation/scene.ts';
import { Logo } from './ui/Logo.tsx';

interface OpeningProps {
  scene: Scene;
  /** The embed has no panels, and a lower bar. */
  isEmbed?: boolean;
}

export function Opening({ scene, isEmbed = false }: OpeningProps) {
  const thumbnail = useMemo(() => drawThumbnail(scene), [scene]);
  return (
    <div className={styles.opening} data-embed={isEmbed || undefined} aria-busy="true">
      <header className={styles.bar}>
        <Logo />
        <h1 className={styles.name}>Kubehop</h1>
        <span className={styles.divider} />
        <p className={styles.scene}>{sceneText(scene.title)}</p>
      </header>
      <div className={styles.page}>
        {!isEmbed && <div className={styles.left} />}
        <main className={styles.centre}>
          <ScenePicture thumbnail={thumbnail} className={styles.picture} />
          {!isEmbed && <div className={styles.dock} />}
          <p className="visually-hidden" role="status">
            {t('loadingScene', { title: sceneText(scene.title) })}
          </p>
        </main>
        {!isEmbed && (
          <div className={styles.right}>
            <h2 className={styles.title}>{sceneText(scene.title)}</h2>
            <p className={styles.lookAt}>{sceneText(scene.lookAt)}</p>
          </div>
        )}
      </div>
    </div>
  );
}
