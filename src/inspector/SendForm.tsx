/** Sends one request by hand and follows it. */
import { Send } from 'lucide-react';
import { useId, useState } from 'react';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/inspector.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { SelectInput } from '../ui/controls.tsx';
import styles from './Inspector.module.css';
import { sendChoices } from './sendTargets.ts';

export function SendForm({ object }: { object: KubernetesObject }) {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const [wanted, setWanted] = useState<string | null>(null);
  const id = useId();
  const send = sendChoices(object, objects);
  if (send === null || send.choices.length === 0) return null;
  const isThere = send.choices.some((choice) => choice.value === wanted);
  const value = isThere ? wanted! : send.choices[0]!.value;

  return (
    <form
      className={styles.send}
      aria-label={t('sendOneRequest')}
      onSubmit={(event) => {
        event.preventDefault();
        void playground.dispatch([send.command(value), { type: 'play' }], 'app');
      }}
    >
      <label htmlFor={id}>{send.label}</label>
      <SelectInput id={id} value={value} options={send.choices} onCommit={setWanted} />
      <Button type="submit" icon={Send}>
        {t('send')}
      </Button>
    </form>
  );
}
