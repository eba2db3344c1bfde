/** A button that opens a short list of actions, on the browser's own popover: Escape and a click outside close it. */
import type { LucideIcon } from 'lucide-react';
import { type KeyboardEvent, useId, useRef } from 'react';
import { currentDirection } from '../messages/language.ts';
import { IconButton } from './Button.tsx';
import styles from './Menu.module.css';
import { focusedIn } from './pageRoot.ts';

export interface MenuItem {
  label: string;
  icon: LucideIcon;
  isDisabled?: boolean;
  /** One of several, and whether it is the one. */
  isChosen?: boolean;
  /** Of the label, where that is not in the page's language. */
  lang?: string;
  run: () => void;
}

interface MenuProps {
  label: string;
  icon: LucideIcon;
  items: readonly MenuItem[];
}

export function Menu({ label, icon, items }: MenuProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? [])];

  function open() {
    const anchor = button.current!.getBoundingClientRect();
    const box = list.current!;
    box.style.top = `${anchor.bottom + 6}px`;
    // Under the button, its end at the button's end.
    if (currentDirection() === 'rtl') box.style.left = `${Math.max(8, anchor.left)}px`;
    else box.style.right = `${Math.max(8, innerWidth - anchor.right)}px`;
    box.showPopover();
    entries()[0]?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    const all = entries();
    const index = all.indexOf(focusedIn(list.current!) as HTMLElement);
    const target = {
      ArrowDown: (index + 1) % all.length,
      ArrowUp: (index - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    all[target]?.focus();
  }

  return (
    <>
      <IconButton
        ref={button}
        label={label}
        icon={icon}
        aria-haspopup="menu"
        aria-controls={id}
        onClick={open}
      />
      <div
        ref={list}
        id={id}
        role="menu"
        aria-label={label}
        popover="auto"
        className={styles.menu}
        onKeyDown={onKeyDown}
      >
        {items.map(({ label: text, icon: Icon, isDisabled = false, isChosen, lang, run }) => (
          // biome-ignore lint/a11y/useAriaPropsSupportedByRole: checked is of menuitemradio only, and absent without it
          <button
            key={text}
            type="button"
            role={isChosen === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked={isChosen}
            tabIndex={-1}
            disabled={isDisabled}
            className={styles.item}
            onClick={() => {
              list.current?.hidePopover();
              run();
            }}
          >
            <Icon size={16} aria-hidden />
            <span lang={lang}>{text}</span>
          </button>
        ))}
      </div>
    </>
  );
}
