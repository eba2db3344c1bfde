/** What can be placed on the canvas: drag a row there, or press it to have it placed where there is room. */
import type { PointerEvent } from 'react';
import { t } from '../messages/palette.ts';
import { PALETTE_DRAG_TYPE } from '../playground/paletteDrag.ts';
import {
  type PaletteItem,
  type PaletteItemId,
  paletteGroupName,
  paletteGroups,
  paletteItems,
} from '../playground/paletteItems.ts';
import { usePlayground } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { rich } from '../ui/rich.ts';
import { showAllTools, useShownTools } from '../ui/shownTools.ts';
import styles from './Palette.module.css';
import { paletteLooks } from './paletteLooks.ts';

export function Palette({ isInline = false }: { isInline?: boolean }) {
  const { needed, showsAll, isLocked } = useShownTools();
  if (isInline) return <NeededTools needed={needed ?? []} />;
  const isNarrowed = needed !== null && !showsAll;
  const shown = isNarrowed ? paletteItems.filter(({ id }) => needed.includes(id)) : paletteItems;
  return (
    <div className={styles.palette}>
      {needed !== null && (
        <div className={styles.narrowed}>
          <p>
            {!isNarrowed
              ? t('moreThanThisStepNeeds')
              : shown.length === 0
                ? t('nothingNeeded')
                : t('onlyWhatThisStepOfThe')}
          </p>
          {!isLocked && (
            <Button size="small" onClick={() => showAllTools(isNarrowed)}>
              {isNarrowed ? t('showAll') : t('showFewer')}
            </Button>
          )}
        </div>
      )}
      {paletteGroups
        .map((group) => ({ group, items: shown.filter((item) => item.group === group) }))
        .filter(({ items }) => items.length > 0)
        .map(({ group, items }) => (
          <section key={group}>
            <h2 className={styles.heading}>{paletteGroupName(group)}</h2>
            <ul className={styles.items}>
              {items.map((item) => (
                <li key={item.id}>
                  <PaletteButton item={item} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      {shown.length > 0 && <Help />}
    </div>
  );
}

/** In the text of a lesson: the rows alone. */
function NeededTools({ needed }: { needed: readonly PaletteItemId[] }) {
  return (
    <ul>
      {paletteItems
        .filter(({ id }) => needed.includes(id))
        .map((item) => (
          <li key={item.id}>
            <PaletteButton item={item} />
          </li>
        ))}
    </ul>
  );
}

function Help() {
  return (
    <p className={styles.hint}>
      {rich(t.rich('hint', { enter: () => <Kbd shortcut="Enter" />, a: () => <Kbd shortcut="A" /> }))}
    </p>
  );
}

function PaletteButton({ item }: { item: PaletteItem }) {
  const playground = usePlayground();
  const { icon: Icon, color, soft } = paletteLooks[item.id];
  return (
    <button
      type="button"
      data-palette-item={item.id}
      aria-label={t('add', { label: item.label })}
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
