/** Passing messages at the bottom of the canvas: refusals are announced at once, the rest politely. */
import { CircleAlert, Info, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { t } from '../messages/ui.ts';
import { Button, IconButton } from './Button.tsx';
import styles from './Toasts.module.css';

export interface Toast {
  readonly id: number;
  readonly severity: 'info' | 'error';
  readonly text: string;
  /** Until somebody dismisses it. */
  readonly stays?: boolean;
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface ToastsProps {
  toasts: readonly Toast[];
  onDismiss: (id: number) => void;
}

/** How long a message without a refusal stays, unless somebody points at it. */
const PASSES_AFTER_MS = 12_000;
const MOST_SHOWN = 4;

export function Toasts({ toasts, onDismiss }: ToastsProps) {
  const shown = toasts.slice(-MOST_SHOWN);
  return (
    <div className={styles.toasts}>
      {/* Both regions are always there: a region that comes together with its text is not read out everywhere. */}
      <div role="alert">{shown.filter((toast) => toast.severity === 'error').map(card)}</div>
      <div role="status">{shown.filter((toast) => toast.severity === 'info').map(card)}</div>
    </div>
  );

  function card(toast: Toast) {
    return <ToastCard key={toast.id} toast={toast} onDismiss={() => onDismiss(toast.id)} />;
  }
}

function ToastCard({ toast, onDismiss }: { toast: Toast; onDismiss: () => void }) {
  const card = useRef<HTMLDivElement>(null);
  const { severity, text, action, stays = false } = toast;
  const Icon = severity === 'error' ? CircleAlert : Info;

  const dismiss = useRef(onDismiss);
  dismiss.current = onDismiss;
  useEffect(() => {
    if (severity === 'error' || stays) return;
    const timer = setInterval(() => {
      if (!card.current?.matches(':hover, :focus-within')) dismiss.current();
    }, PASSES_AFTER_MS);
    return () => clearInterval(timer);
  }, [severity, stays]);

  return (
    <div ref={card} className={styles.toast} data-severity={severity}>
      <Icon size={16} className={styles.icon} aria-hidden />
      <p className={styles.text}>{text}</p>
      {action && (
        <Button
          size="small"
          onClick={() => {
            action.run();
            onDismiss();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label={t('dismiss')} icon={X} iconSize={15} onClick={onDismiss} />
    </div>
  );
}
