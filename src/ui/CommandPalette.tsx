/** Every action by name: type a few letters, choose with the arrow keys, Enter does it. */
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { t } from '../messages/actions.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { labelNow } from './action.ts';
import { actionList, groupName } from './actions.ts';
import styles from './CommandPalette.module.css';
import { Dialog } from './Dialog.tsx';
import { Kbd } from './Kbd.tsx';
import { matchesWords } from './matchesWords.ts';

/** The scenes and palette items that the page adds to its actions. */
export interface PaletteEntry {
  id: string;
  label: string;
  hint: string;
  run: () => void;
}

interface CommandPaletteProps {
  entries: readonly PaletteEntry[];
  onClose: () => void;
}

export function CommandPalette({ entries, onClose }: CommandPaletteProps) {
  const playground = usePlayground();
  const state = usePlaygroundState((current) => current);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const id = useId();

  const rows = useMemo(() => {
    const fromActions = actionList
      .filter((action) => action.id !== 'commandPalette' && (action.isEnabled?.(state) ?? true))
      .map((action) => ({
        id: action.id,
        label: labelNow(action, state),
        hint: groupName(action.group),
        shortcut: action.shortcuts?.[0],
        icon: action.icon,
        run: () => action.run(playground),
      }));
    const added = entries.map((entry) => ({ ...entry, shortcut: undefined, icon: undefined }));
    return [...fromActions, ...added].filter((row) => matchesWords(query, `${row.label} ${row.hint}`));
  }, [entries, playground, query, state]);
  const current = Math.min(chosen, rows.length - 1);

  function run(index: number) {
    const row = rows[index];
    if (row === undefined) return;
    onClose();
    // The dialog gives the focus back first; what runs may want it elsewhere.
    requestAnimationFrame(row.run);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && rows.length > 0) {
      event.preventDefault();
      const next = (current + step + rows.length) % rows.length;
      setChosen(next);
      document.getElementById(`${id}${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(current);
    }
  }

  return (
    <Dialog title={t('action.commandPalette')} onClose={onClose} width={520} isBare>
      <input
        className={styles.search}
        role="combobox"
        aria-label={t('searchActions')}
        aria-expanded
        aria-controls={`${id}list`}
        aria-activedescendant={rows.length > 0 ? `${id}${current}` : undefined}
        placeholder={t('whatDoYouWantToDo')}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={`${id}list`} aria-label={t('actions')} className={styles.list}>
        {rows.map(({ icon: Icon, ...row }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the search field (aria-activedescendant)
          <div
            key={row.id}
            id={`${id}${index}`}
            role="option"
            aria-selected={index === current}
            className={styles.row}
            onPointerMove={() => setChosen(index)}
            onClick={() => run(index)}
          >
            <span className={styles.icon}>{Icon && <Icon size={16} aria-hidden />}</span>
            <span className={styles.label}>{row.label}</span>
            {row.shortcut ? <Kbd shortcut={row.shortcut} /> : <span className={styles.hint}>{row.hint}</span>}
          </div>
        ))}
      </div>
      {rows.length === 0 && <p className={styles.none}>{t('noActionHasTheseWords')}</p>}
    </Dialog>
  );
}
