/** The address of the whole playground, for who reads in a frame that may not open it. Loaded only then. */
import { useId } from 'react';
import { t } from '../messages/liveEmbed.ts';
import styles from './AddressToCopy.module.css';

export function AddressToCopy({ address }: { address: string }) {
  const id = useId();
  return (
    <p className={styles.row} role="alert">
      <label htmlFor={id}>{t('copyAddress')}</label>
      <input
        id={id}
        ref={choose}
        className={styles.field}
        value={address}
        readOnly
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
    </p>
  );
}

function choose(field: HTMLInputElement | null): void {
  field?.focus();
}
