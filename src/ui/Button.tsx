/** Buttons: with words, or an icon whose name is spoken and shown as a tooltip. */
import type { LucideIcon } from 'lucide-react';
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, Ref } from 'react';
import styles from './Button.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` for the one main thing to do, `quiet` without a frame, `danger` for what takes something away. */
  look?: 'plain' | 'primary' | 'quiet' | 'danger';
  size?: 'regular' | 'small';
  icon?: LucideIcon;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  look = 'plain',
  size = 'regular',
  icon: Icon,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={[styles.button, styles[look], styles[size], className].filter(Boolean).join(' ')}
    >
      {Icon && <Icon size={15} strokeWidth={2} aria-hidden />}
      {children}
    </button>
  );
}

interface ButtonLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  icon?: LucideIcon;
}

/** Looks the same and leads somewhere, for example to a file. */
export function ButtonLink({ icon: Icon, children, ...rest }: ButtonLinkProps) {
  return (
    <a
      {...rest}
      className={[styles.button, styles.plain, styles.regular, styles.link].filter(Boolean).join(' ')}
    >
      {Icon && <Icon size={15} strokeWidth={2} aria-hidden />}
      {children}
    </a>
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  label: string;
  icon: LucideIcon;
  /** Shown after the label in the tooltip: `Space`. */
  keys?: string | undefined;
  look?: 'quiet' | 'plain' | 'round';
  iconSize?: number;
  filled?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({
  label,
  icon: Icon,
  keys,
  look = 'quiet',
  iconSize = 17,
  filled = false,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tooltip={label}
      data-tooltip-keys={keys}
      {...rest}
      className={[styles.iconButton, styles[look], className].filter(Boolean).join(' ')}
    >
      <Icon size={iconSize} strokeWidth={2} fill={filled ? 'currentColor' : 'none'} aria-hidden />
    </button>
  );
}
