/** A card's name as a text field, in its place on the canvas. */
import { type ObjectKey, parseKey } from '../../kubernetes/objectMeta.ts';
import { t } from '../../messages/canvas.ts';
import { useAnchorRect } from '../rects.ts';

interface RenameFieldProps {
  object: ObjectKey;
  onDone(name: string | null): void;
}

const WIDTH = 220;

export function RenameField({ object, onDone }: RenameFieldProps) {
  const rect = useAnchorRect(object);
  const { kind, name } = parseKey(object);
  if (rect === null) return null;
  const left = rect.x + rect.width / 2 - WIDTH / 2;
  return (
    <input
      className="kh-rename nodrag nopan nokey"
      style={{ transform: `translate(${left}px, ${rect.y + rect.height / 2 - 14}px)`, width: WIDTH }}
      aria-label={t('newName', { kind, name })}
      defaultValue={name}
      ref={takeFocus}
      onBlur={() => onDone(null)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') onDone(event.currentTarget.value);
        if (event.key === 'Escape') onDone(null);
      }}
    />
  );
}

/** It was asked for by a key or a double click: typing goes on here. In an embed the attribute `autofocus` does nothing. */
function takeFocus(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}
