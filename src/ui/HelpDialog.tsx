/** All shortcuts of the page, from the table of actions, and the keys of the canvas. */
import { t } from '../messages/actions.ts';
import { actionList, groupName } from './actions.ts';
import { Dialog } from './Dialog.tsx';
import styles from './HelpDialog.module.css';
import { Kbd } from './Kbd.tsx';

const GROUPS = ['Clock', 'Edit', 'View', 'Open'] as const;

/** The canvas handles these itself, while it has the focus. */
const CANVAS_KEYS = [
  {
    get label() {
      return t('walkFromCardToCard');
    },
    keys: ['←', '→', '↑', '↓'],
  },
  {
    get label() {
      return t('openTheCardInTheInspector');
    },
    keys: ['Enter'],
  },
  {
    get label() {
      return t('connectTheCardWithAnother');
    },
    keys: ['C'],
  },
  {
    get label() {
      return t('moveTheCard');
    },
    keys: ['Alt', '↑'],
  },
  {
    get label() {
      return t('moveThePodToAnotherNode');
    },
    keys: ['M'],
  },
  {
    get label() {
      return t('renameTheObject');
    },
    keys: ['F2'],
  },
  {
    get label() {
      return t('whatElseCanBeDoneAnd');
    },
    keys: ['Shift', 'F10'],
  },
];

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('action.help')} onClose={onClose} width={680}>
      <div className={styles.groups}>
        {GROUPS.map((group) => (
          <section key={group}>
            <h3 className={styles.heading}>{groupName(group)}</h3>
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
          <h3 className={styles.heading}>{t('onTheCanvas')}</h3>
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
