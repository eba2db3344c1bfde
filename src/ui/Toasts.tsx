/** Passing messages at the bottom of the canvas: refusals are announced at once, the rest politely. */
import { CircleAlert, Info, X } from 'lucide-react';
import { Button, IconButton } from './Button.tsx';
import styles from './Toasts.module.css';

export interface Toast {
  readonly id: number;
  readonly severity: 'info' | 'error';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface ToastsProps {
  toasts: readonly Toast[];
  onDismiss: (id: number) => void;
}

export function Toasts({ toasts, onDismiss }: ToastsProps) {
  return (
    <div className={styles.toasts}>
      {/* Both regions are always there: a region that comes together with its text is not read out everywhere. */}
      <div role="alert">{toasts.filter((toast) => toast.severity === 'error').map(card)}</div>
      <div role="status">{toasts.filter((toast) => toast.severity === 'info').map(card)}</div>
    </div>
  );

  function card(toast: Toast) {
    const Icon = toast.severity === 'error' ? CircleAlert : Info;
    const { action } = toast;
    return (
      <div key={toast.id} className={styles.toast} data-severity={toast.severity}>
        <Icon size={16} className={styles.icon} aria-hidden />
        <p className={styles.text}>{toast.text}</p>
        {action && (
          <Button
            size="small"
            onClick={() => {
              action.run();
              onDismiss(toast.id);
            }}
          >
            {action.label}
          </Button>
        )}
        <IconButton label="Dismiss" icon={X} iconSize={15} onClick={() => onDismiss(toast.id)} />
      </div>
    );
  }
}
