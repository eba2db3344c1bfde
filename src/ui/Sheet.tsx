/** A panel that comes up from the bottom of a narrow screen; the canvas above it stays in use. */
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../messages/ui.ts';
import { IconButton } from './Button.tsx';
import styles from './Sheet.module.css';

interface SheetProps {
  label: string;
  onClose: () => void;
  children: ReactNode;
}

export function Sheet({ label, onClose, children }: SheetProps) {
  const sheet = useRef<HTMLElement>(null);

  useEffect(() => {
    sheet.current?.focus();
  }, []);

  return (
    <section
      ref={sheet}
      aria-label={label}
      data-sheet
      tabIndex={-1}
      className={styles.sheet}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <IconButton label={t('closeNamed', { label })} icon={X} className={styles.close} onClick={onClose} />
      {children}
    </section>
  );
}
