/** The controls of forms: text that is given when left or with Enter, numbers with steps, choices and switches. */
import { ChevronDown, Minus, Plus } from 'lucide-react';
import { type InputHTMLAttributes, type KeyboardEvent, useState } from 'react';
import { t } from '../messages/ui.ts';
import styles from './Field.module.css';

type Passed = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'id' | 'aria-describedby' | 'aria-invalid' | 'aria-label' | 'placeholder' | 'disabled'
>;

interface TextInputProps extends Passed {
  value: string;
  onCommit: (value: string) => void;
  isMono?: boolean;
  inputMode?: 'text' | 'numeric' | 'decimal';
  className?: string | undefined;
  /** What the arrow keys make of the value; absent for words. */
  onStep?: (direction: 1 | -1) => void;
}

export function TextInput({
  value,
  onCommit,
  isMono = false,
  inputMode = 'text',
  className,
  onStep,
  ...passed
}: TextInputProps) {
  /** null: nothing typed that was not given yet, so the value from outside is shown. */
  const [typed, setTyped] = useState<string | null>(null);

  function commit() {
    if (typed === null) return;
    setTyped(null);
    if (typed.trim() !== value) onCommit(typed.trim());
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape' && typed !== null) {
      event.stopPropagation();
      setTyped(null);
    } else if (onStep !== undefined && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      onStep(event.key === 'ArrowUp' ? 1 : -1);
    }
  }

  return (
    <input
      {...passed}
      type="text"
      inputMode={inputMode}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      className={[styles.input, isMono && styles.mono, className].filter(Boolean).join(' ')}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}

interface NumberInputProps extends Passed {
  label: string;
  /** As text, so that a refused value can stay in the field. */
  value: string;
  onCommit: (value: string) => void;
  lowest?: number | undefined;
  highest?: number | undefined;
  step?: number | undefined;
}

export function NumberInput({
  label,
  value,
  onCommit,
  lowest = Number.NEGATIVE_INFINITY,
  highest = Number.POSITIVE_INFINITY,
  step = 1,
  ...passed
}: NumberInputProps) {
  const current = Number(value);
  const stepped = (direction: 1 | -1) =>
    Math.min(highest, Math.max(lowest, Number((current + direction * step).toFixed(6))));
  const move = (direction: 1 | -1) => {
    if (Number.isFinite(current) && stepped(direction) !== current) onCommit(String(stepped(direction)));
  };

  return (
    <div className={styles.number}>
      <TextInput {...passed} value={value} onCommit={onCommit} onStep={move} inputMode="decimal" />
      <button
        type="button"
        className={styles.stepper}
        aria-label={t('less', { label })}
        disabled={passed.disabled || current <= lowest}
        onClick={() => move(-1)}
      >
        <Minus size={13} aria-hidden />
      </button>
      <button
        type="button"
        className={styles.stepper}
        aria-label={t('moreOf', { label })}
        disabled={passed.disabled || current >= highest}
        onClick={() => move(1)}
      >
        <Plus size={13} aria-hidden />
      </button>
    </div>
  );
}

export interface Option {
  value: string;
  label: string;
}

interface SelectInputProps extends Omit<Passed, 'placeholder'> {
  value: string;
  options: readonly Option[];
  onCommit: (value: string) => void;
}

export function SelectInput({ value, options, onCommit, ...passed }: SelectInputProps) {
  const isKnown = options.some((option) => option.value === value);
  return (
    <div className={styles.selectBox}>
      <select
        {...passed}
        className={styles.select}
        value={value}
        onChange={(event) => onCommit(event.target.value)}
      >
        {!isKnown && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden />
    </div>
  );
}

interface SwitchInputProps extends Omit<Passed, 'placeholder' | 'aria-label'> {
  isOn: boolean;
  onLabel: string;
  offLabel: string;
  onCommit: (isOn: boolean) => void;
}

export function SwitchInput({ isOn, onLabel, offLabel, onCommit, ...passed }: SwitchInputProps) {
  return (
    <span className={styles.switch}>
      <input
        {...passed}
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        checked={isOn}
        onChange={(event) => onCommit(event.target.checked)}
      />
      <span aria-hidden>{isOn ? onLabel : offLabel}</span>
    </span>
  );
}
