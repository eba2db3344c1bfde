/** The branches of time: which one is shown, how to go over to another, and what they are called. */
import { Check, GitBranch, Pencil, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { t } from '../messages/timeline.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import type { TimelineBranch } from '../playground/state.ts';
import { timeInWords } from '../playground/words.ts';
import { IconButton } from '../ui/Button.tsx';
import styles from './Branches.module.css';

export function Branches() {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const branches = usePlaygroundState((state) => state.timeline.branches);
  if (branches.length < 2) return null;

  function open() {
    const anchor = button.current!.getBoundingClientRect();
    const box = list.current!;
    box.style.bottom = `${innerHeight - anchor.top + 8}px`;
    box.style.right = `${Math.max(8, innerWidth - anchor.right - 120)}px`;
    box.showPopover();
    box.querySelector<HTMLElement>('[aria-pressed=true]')?.focus();
  }

  return (
    <>
      <IconButton
        ref={button}
        label={t('countOfBranches', { count: branches.length })}
        icon={GitBranch}
        aria-haspopup="dialog"
        aria-controls={id}
        onClick={open}
      />
      <div
        ref={list}
        id={id}
        role="dialog"
        aria-label={t('branches')}
        popover="auto"
        className={styles.branches}
      >
        <ul>
          {branches.map((branch) => (
            <BranchRow key={branch.id} branch={branch} />
          ))}
        </ul>
      </div>
    </>
  );
}

function BranchRow({ branch: { id, name, forkedAt, end, isCurrent } }: { branch: TimelineBranch }) {
  const playground = usePlayground();
  const [isNaming, setNaming] = useState(false);
  const from = timeInWords(forkedAt ?? 0);

  return (
    <li className={styles.branch}>
      {isNaming ? (
        <NameInput
          name={name}
          onEnd={(newName) => {
            setNaming(false);
            if (newName !== name)
              void playground.dispatch({ type: 'renameBranch', id, name: newName }, 'app');
          }}
        />
      ) : (
        <button
          type="button"
          className={styles.go}
          aria-pressed={isCurrent}
          onClick={() => {
            if (!isCurrent) void playground.dispatch({ type: 'switchBranch', id }, 'app');
          }}
        >
          <Check size={15} className={styles.check} aria-hidden />
          <span className={styles.text}>{name}</span>
          <span className={styles.span}>
            {from} – {timeInWords(end)}
          </span>
        </button>
      )}
      <IconButton label={t('rename', { name })} icon={Pencil} iconSize={14} onClick={() => setNaming(true)} />
      <IconButton
        label={t('delete', { name })}
        icon={Trash2}
        iconSize={14}
        disabled={isCurrent}
        onClick={() => void playground.dispatch({ type: 'deleteBranch', id }, 'app')}
      />
    </li>
  );
}

/** Gives the name with Enter or when it is left; Escape leaves it as it was. */
function NameInput({ name, onEnd }: { name: string; onEnd: (name: string) => void }) {
  const [typed, setTyped] = useState(name);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') onEnd(typed);
    if (event.key !== 'Escape') return;
    // Otherwise the browser closes the whole list.
    event.preventDefault();
    onEnd(name);
  }

  return (
    <input
      className={styles.name}
      aria-label={t('newName', { name })}
      value={typed}
      // biome-ignore lint/a11y/noAutofocus: somebody has just asked to type here
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => onEnd(typed)}
      onKeyDown={onKeyDown}
    />
  );
}
