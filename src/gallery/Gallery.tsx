/** The ready-made scenes with a small picture each; opening one can be undone. */
import { use } from 'react';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { type SceneEntry, scenes } from '../scenes/index.ts';
import type { Scene } from '../simulation/scene.ts';
import { serviceForms } from '../ui/serviceForms.ts';
import styles from './Gallery.module.css';
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
            aria-label={`Open ${entry.title}`}
            aria-description={entry.lookAt}
            aria-current={entry.id === openId || undefined}
            onClick={() => {
              void playground.dispatch({ type: 'loadScene', scene, id: entry.id }, 'app');
              onOpened?.();
            }}
          >
            <ThumbnailPicture thumbnail={thumbnail} />
            <span className={styles.title}>
              {entry.title}
              {entry.id === openId && <span className={styles.open}>open</span>}
            </span>
            <span className={styles.lookAt}>{entry.lookAt}</span>
          </button>
        </li>
      ))}
      <li className={styles.hint}>Opening a scene replaces what is on the canvas. Undo brings it back.</li>
    </ul>
  );
}

const RADIUS = { node: 14, pod: 8, service: 26, deployment: 10, outside: 26 } as const;

function ThumbnailPicture({ thumbnail }: { thumbnail: Thumbnail }) {
  return (
    <svg className={styles.picture} viewBox={thumbnail.viewBox} aria-hidden="true" focusable="false">
      {thumbnail.boxes.map(({ shape, x, y, width, height, form }) => (
        <rect
          key={`${shape} ${x} ${y}`}
          className={styles[shape]}
          x={x}
          y={y}
          width={width}
          height={height}
          rx={RADIUS[shape]}
          style={
            form === null ? undefined : { stroke: serviceForms[form].color, fill: serviceForms[form].soft }
          }
        />
      ))}
      {thumbnail.wires.map(({ from, to, form }) => {
        const middle = (from.x + to.x) / 2;
        return (
          <path
            key={`${from.x} ${from.y} ${to.x} ${to.y}`}
            className={styles.wire}
            style={{ stroke: serviceForms[form].color }}
            d={`M${from.x},${from.y} C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`}
          />
        );
      })}
    </svg>
  );
}
