/** The ready-made scenes with a small picture each; opening one can be undone. */
import { use } from 'react';
import { t } from '../messages/gallery.ts';
import { sceneText } from '../messages/scenes.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { type SceneEntry, scenes } from '../scenes/index.ts';
import type { Scene } from '../simulation/scene.ts';
import styles from './Gallery.module.css';
import { openScene } from './openScene.ts';
import { ScenePicture } from './ScenePicture.tsx';
import { drawThumbnail, type Thumbnail } from './thumbnail.ts';

let loaded: Promise<{ entry: SceneEntry; scene: Scene; thumbnail: Thumbnail }[]> | undefined;

/** All scenes, loaded once, when the gallery is opened for the first time. */
function loadAll() {
  loaded ??= Promise.all(
    scenes.map(async (entry) => {
      const scene = await entry.load();
      return { entry, scene, thumbnail: drawThumbnail(scene) };
    }),
  );
  return loaded;
}

/** Suspends until the scenes are there. */
export function Gallery({ onOpened }: { onOpened?: () => void }) {
  const playground = usePlayground();
  const openId = usePlaygroundState((state) => state.scene.id);
  const entries = use(loadAll());

  return (
    <ul className={styles.gallery}>
      {entries.map(({ entry, scene, thumbnail }) => (
        <li key={entry.id}>
          <button
            type="button"
            className={styles.scene}
            aria-label={t('openScene', { title: sceneText(entry.title) })}
            aria-description={sceneText(entry.lookAt)}
            aria-current={entry.id === openId || undefined}
            onClick={() => {
              void openScene(playground, scene, entry.id);
              onOpened?.();
            }}
          >
            <ScenePicture thumbnail={thumbnail} className={styles.picture} />
            <span className={styles.title}>
              {sceneText(entry.title)}
              {entry.id === openId && <span className={styles.open}>{t('isOpen')}</span>}
            </span>
            <span className={styles.lookAt}>{sceneText(entry.lookAt)}</span>
          </button>
        </li>
      ))}
      <li className={styles.hint}>{t('openingASceneReplacesWhatIs')}</li>
    </ul>
  );
}
