/** A packet's addresses, each with what was written over it. */
import type { HeaderRow } from '../playground/headerRows.ts';
import styles from './HeaderChange.module.css';

export function HeaderChange({ rows }: { rows: readonly HeaderRow[] }) {
  return (
    <dl className={styles.addresses} translate="no">
      {rows.map(({ label, before, after }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {after === null ? (
              before
            ) : (
              <>
                <del>{before}</del>
                <ins>{after}</ins>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
