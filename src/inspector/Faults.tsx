/** What can be broken of an object, and what that means: each with a button, unfolded while something is broken. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/inspector.ts';
import { faultsOf } from '../playground/faults.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { breakOrMend } from '../ui/breakOrMend.ts';
import { faultIcons } from '../ui/faultLooks.ts';
import { FaultTold } from '../ui/ObjectMenu.tsx';
import styles from './Faults.module.css';

export function Faults({ object }: { object: KubernetesObject }) {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const choices = faultsOf(object, objects);
  if (choices.length === 0) return null;
  const broken = choices.filter(({ isOn }) => isOn).length;
  return (
    <details className={styles.faults} open={broken > 0}>
      <summary>
        {t('faults')}
        {broken > 0 && <span className={styles.count}>{t('broken', { count: broken })}</span>}
      </summary>
      <ul>
        {choices.map((choice) => (
          <li key={choice.id} data-on={choice.isOn || undefined}>
            <Button
              size="small"
              icon={faultIcons[choice.id]}
              onClick={() => void breakOrMend(playground, choice)}
            >
              {choice.label}
            </Button>
            <FaultTold fault={choice.fault} />
          </li>
        ))}
      </ul>
    </details>
  );
}
