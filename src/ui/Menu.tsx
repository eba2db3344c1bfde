/** A button that opens a short list of actions, on the browser's own popover: Escape and a click outside close it. */
import type { LucideIcon } from 'lucide-react';
import { type KeyboardEvent, useId, useRef } from 'react';
import { IconButton } from './Button.tsx';
import styles from './Menu.module.css';

export interface MenuItem {
  label: string;
  icon: LucideIcon;
  isDisabled?: boolean;
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
  const entries = () => [
    ...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)') ?? []),
  ];

  function open() {
    const anchor = button.current!.getBoundingClientRect();
    const box = list.current!;
    box.style.top = `${anchor.bottom + 6}px`;
    box.style.right = `${Math.max(8, innerWidth - anchor.right)}px`;
    box.showPopover();
    entries()[0]?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    const all = entries();
    const index = all.indexOf(document.activeElement as HTMLElement);
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
        {items.map(({ label: text, icon: Icon, isDisabled = false, run }) => (
          <button
            key={text}
            type="button"
            role="menuitem"
            tabIndex={-1}
            disabled={isDisabled}
            className={styles.item}
            onClick={() => {
              list.current?.hidePopover();
              run();
            }}
          >
            <Icon size={16} aria-hidden />
            {text}
          </button>
        ))}
      </div>
    </>
  );
}
