/** A button for a row of a table of actions: its label, icon, shortcut and whether it can be used now come from there. */
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { type Action, labelNow } from './action.ts';
import { Button, IconButton } from './Button.tsx';
import { ariaShortcut, shortcutText } from './shortcuts.ts';

interface ActionButtonProps {
  action: Action;
  /** Words instead of the icon alone. */
  text?: string;
  look?: 'plain' | 'quiet' | 'round';
  iconSize?: number;
  filled?: boolean;
  className?: string | undefined;
}

export function ActionButton({ action, text, ...looks }: ActionButtonProps) {
  const playground = usePlayground();
  const label = usePlaygroundState((state) => labelNow(action, state));
  const Icon = usePlaygroundState((state) => action.iconNow?.(state) ?? action.icon);
  const isEnabled = usePlaygroundState((state) => action.isEnabled?.(state) ?? true);
  const shortcut = action.shortcuts?.[0];
  const shared = {
    disabled: !isEnabled,
    onClick: () => action.run(playground),
    ...(shortcut === undefined ? {} : { 'aria-keyshortcuts': ariaShortcut(shortcut) }),
  };
  if (text !== undefined) {
    const { look = 'plain' } = looks;
    return (
      <Button {...shared} look={look === 'round' ? 'plain' : look} className={looks.className}>
        {text}
      </Button>
    );
  }
  return (
    <IconButton
      {...shared}
      {...looks}
      label={label}
      icon={Icon}
      keys={shortcut === undefined ? undefined : shortcutText(shortcut)}
    />
  );
}
