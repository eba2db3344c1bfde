/** All shortcuts of the page, from the table of actions, and the keys of the canvas. */
import { actionList } from './actions.ts';
import { Dialog } from './Dialog.tsx';
import styles from './HelpDialog.module.css';
import { Kbd } from './Kbd.tsx';

const GROUPS = ['Clock', 'Edit', 'View', 'Open'] as const;

/** The canvas handles these itself, while it has the focus. */
const CANVAS_KEYS = [
  { label: 'Walk from card to card', keys: ['←', '→', '↑', '↓'] },
  { label: 'Open the card in the inspector', keys: ['Enter'] },
  { label: 'Connect the card with another', keys: ['C'] },
  { label: 'Move the card', keys: ['Alt', '↑'] },
  { label: 'Move the Pod to another Node', keys: ['M'] },
  { label: 'Rename the object', keys: ['F2'] },
  { label: 'What else can be done and broken', keys: ['Shift', 'F10'] },
];

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard help" onClose={onClose} width={680}>
      <div className={styles.groups}>
        {GROUPS.map((group) => (
          <section key={group}>
            <h3 className={styles.heading}>{group}</h3>
            <dl>
              {actionList
                .filter((action) => action.group === group && action.shortcuts !== undefined)
                .map((action) => (
                  <div key={action.id} className={styles.row}>
                    <dt>{action.label}</dt>
                    <dd>
                      <Kbd shortcut={action.shortcuts![0]!} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3 className={styles.heading}>On the canvas</h3>
          <dl>
            {CANVAS_KEYS.map(({ label, keys }) => (
              <div key={label} className={styles.row}>
                <dt>{label}</dt>
                <dd>
                  {keys.map((key) => (
                    <Kbd key={key} shortcut={key} />
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
