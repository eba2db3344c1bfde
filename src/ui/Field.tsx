/** One row of a form: label at the left, control at the right, and below it what is wrong. */
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import styles from './Field.module.css';

/** What a control needs to belong to its row. */
export interface ControlIds {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps {
  label: string;
  help?: string | undefined;
  /** Refusals, in the API server's words. */
  errors?: readonly string[];
  /** The field's path, so that a problem can jump to it. */
  name?: string | undefined;
  /** The control stands below its label and takes the whole width. */
  isWide?: boolean;
  children: (ids: ControlIds) => ReactNode;
}

export function Field({ label, help, errors = [], name, isWide = false, children }: FieldProps) {
  const id = useId();
  const describedBy = [help && `${id}-help`, errors.length > 0 && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={isWide ? styles.wide : styles.field} data-field={name}>
      <label htmlFor={id} className={styles.label} data-tooltip={help}>
        {label}
      </label>
      <div className={styles.control}>
        {children({
          id,
          'aria-describedby': describedBy === '' ? undefined : describedBy,
          'aria-invalid': errors.length > 0 || undefined,
        })}
      </div>
      {help && (
        <span id={`${id}-help`} hidden>
          {help}
        </span>
      )}
      {errors.length > 0 && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          <CircleAlert size={13} aria-hidden />
          <span>{errors.join(' ')}</span>
        </p>
      )}
    </div>
  );
}
