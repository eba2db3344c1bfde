/** What can be placed on the canvas: drag a row there, or press it to have it placed where there is room. */
import type { PointerEvent } from 'react';
import {
  PALETTE_DRAG_TYPE,
  type PaletteItem,
  paletteGroups,
  paletteItems,
} from '../playground/paletteItems.ts';
import { usePlayground } from '../playground/react.ts';
import { Kbd } from '../ui/Kbd.tsx';
import styles from './Palette.module.css';
import { paletteLooks } from './paletteLooks.ts';

export function Palette() {
  return (
    <div className={styles.palette}>
      {paletteGroups.map((group) => (
        <section key={group}>
          <h2 className={styles.heading}>{group}</h2>
          <ul className={styles.items}>
            {paletteItems
              .filter((item) => item.group === group)
              .map((item) => (
                <li key={item.id}>
                  <PaletteButton item={item} />
                </li>
              ))}
          </ul>
        </section>
      ))}
      <p className={styles.hint}>
        Drag onto the canvas, or press <Kbd shortcut="Enter" /> to place it where there is room.{' '}
        <Kbd shortcut="A" /> jumps here from anywhere.
      </p>
    </div>
  );
}

function PaletteButton({ item }: { item: PaletteItem }) {
  const playground = usePlayground();
  const { icon: Icon, color, soft } = paletteLooks[item.id];
  return (
    <button
      type="button"
      data-palette-item={item.id}
      aria-label={`Add ${item.label}`}
      aria-description={item.description}
      className={styles.item}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(PALETTE_DRAG_TYPE, item.id);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      // A touch scrolls the list; only a mouse drags out of it.
      onPointerDown={(event: PointerEvent<HTMLElement>) => {
        event.currentTarget.draggable = event.pointerType === 'mouse';
      }}
      onClick={() => void playground.dispatch(item.place(playground.store.getState()), 'palette')}
    >
      <span className={styles.icon} style={{ color, background: soft }}>
        <Icon size={17} aria-hidden />
      </span>
      <span className={styles.words}>
        <span className={styles.label}>{item.label}</span>
        <span className={styles.description}>{item.description}</span>
      </span>
    </button>
  );
}
