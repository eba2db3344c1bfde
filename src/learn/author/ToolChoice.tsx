/** Which items of the palette learners find at first: all of them, or those that are ticked. */
import { isToolsLocked, toolsOf, withLock, withTools } from '../../lessons/authoring.ts';
import { t } from '../../messages/author.ts';
import { paletteItems } from '../../playground/paletteItems.ts';
import styles from './Author.module.css';

export function ToolChoice({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const tools = toolsOf(text);
  return (
    <fieldset className={styles.tools}>
      <legend>{t('toolsLegend')}</legend>
      <label>
        <input
          type="checkbox"
          checked={tools === null}
          onChange={({ target }) => onChange(withTools(text, target.checked ? null : []))}
        />
        {t('allTools')}
      </label>
      <label>
        <input
          type="checkbox"
          disabled={tools === null}
          checked={isToolsLocked(text)}
          onChange={({ target }) => onChange(withLock(text, target.checked))}
        />
        {t('lockTools')}
      </label>
      {paletteItems.map(({ id, label }) => (
        <label key={id}>
          <input
            type="checkbox"
            disabled={tools === null}
            checked={tools === null || tools.includes(id)}
            onChange={({ target }) => {
              const others = (tools ?? []).filter((tool) => tool !== id);
              onChange(withTools(text, target.checked ? [...others, id] : others));
            }}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
