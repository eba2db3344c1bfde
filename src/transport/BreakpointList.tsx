/** All breakpoints with a switch each, and what could be one: a drop, a Service, an expression over the header. */
import { Trash2 } from 'lucide-react';
import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { objectKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/breakpoints.ts';
import { type Breakpoint, type BreakpointCondition, conditionInWords } from '../playground/breakpoints.ts';
import { filterFields } from '../playground/packetFilter.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { SelectInput } from '../ui/controls.tsx';
import styles from './Breakpoints.module.css';

const DROPPED: BreakpointCondition = { type: 'dropped' };

export function BreakpointList() {
  const playground = usePlayground();
  const breakpoints = usePlaygroundState((state) => state.breakpoints);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const drops = breakpoints.find(({ condition }) => condition.type === 'dropped');
  const others = breakpoints.filter((each) => each !== drops);

  return (
    <>
      <h2 className={styles.title}>{t('stopWhen')}</h2>
      <ul className={styles.list}>
        <li className={styles.row}>
          <label className={styles.choice}>
            <input
              ref={first}
              type="checkbox"
              checked={drops?.isEnabled ?? false}
              onChange={(event) =>
                void playground.dispatch(
                  drops === undefined
                    ? { type: 'addBreakpoint', condition: DROPPED }
                    : { type: 'enableBreakpoint', id: drops.id, isEnabled: event.target.checked },
                  'app',
                )
              }
            />
            <span>{t('aPacketIsDropped')}</span>
            <Hits breakpoint={drops} />
          </label>
        </li>
        {others.map((breakpoint) => (
          <BreakpointRow key={breakpoint.id} breakpoint={breakpoint} />
        ))}
      </ul>
      <AddService />
      <AddExpression />
      <p className={styles.note}>{t('forThisVisitOnlyTheyAre')}</p>
    </>
  );
}

function BreakpointRow({ breakpoint }: { breakpoint: Breakpoint }) {
  const playground = usePlayground();
  const { id, condition, isEnabled } = breakpoint;
  const words = conditionInWords(condition);
  return (
    <li className={styles.row}>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={isEnabled}
          onChange={(event) =>
            void playground.dispatch({ type: 'enableBreakpoint', id, isEnabled: event.target.checked }, 'app')
          }
        />
        {condition.type === 'expression' ? <code>{words}</code> : <span>{words}</span>}
        <Hits breakpoint={breakpoint} />
      </label>
      <IconButton
        label={t('remove', { words })}
        icon={Trash2}
        iconSize={14}
        onClick={() => void playground.dispatch({ type: 'removeBreakpoint', id }, 'app')}
      />
    </li>
  );
}

function Hits({ breakpoint }: { breakpoint: Breakpoint | undefined }) {
  const isHere = usePlaygroundState((state) => breakpoint !== undefined && state.stoppedBy === breakpoint.id);
  if (breakpoint === undefined || breakpoint.hits === 0) return null;
  return (
    <span className={styles.hits} data-here={isHere || undefined}>
      {isHere ? t('stoppedHere') : t('stops', { count: breakpoint.hits })}
    </span>
  );
}

function AddService() {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const services = useMemo(
    () =>
      [...objects.values()]
        .filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1')
        .map((service) => {
          const { namespace = 'default', name } = service.metadata;
          return {
            value: objectKey(service),
            label: namespace === 'default' ? name : t('serviceInNamespace', { name, namespace }),
          };
        }),
    [objects],
  );
  if (services.length === 0) return null;
  return (
    <SelectInput
      aria-label={t('aPacketGoesToTheService')}
      value=""
      options={[{ value: '', label: t('chooseService') }, ...services]}
      onCommit={(service) => {
        if (service === '') return;
        void playground.dispatch({ type: 'addBreakpoint', condition: { type: 'service', service } }, 'app');
      }}
    />
  );
}

function AddExpression() {
  const playground = usePlayground();
  const id = useId();
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);

  async function add(event: FormEvent) {
    event.preventDefault();
    const status = await playground.dispatch(
      { type: 'addBreakpoint', condition: { type: 'expression', text: text.trim() } },
      'inspector',
    );
    setError(status.status === 'Failure' ? (status.message ?? '') : null);
    if (status.status === 'Success') setText('');
  }

  return (
    <form className={styles.form} onSubmit={(event) => void add(event)}>
      <div className={styles.expression}>
        <input
          className={styles.input}
          aria-label={t('expressionOverTheHeader')}
          aria-invalid={error !== null}
          aria-describedby={`${id}-help`}
          placeholder="ip.dst == 10.96.0.10 && dns"
          list={`${id}-fields`}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setError(null);
          }}
        />
        <datalist id={`${id}-fields`}>
          {filterFields.map((field) => (
            <option key={field} value={field} />
          ))}
        </datalist>
        <Button size="small" type="submit">
          {t('add')}
        </Button>
      </div>
      <p id={`${id}-help`} className={styles.help} role="status" data-error={error !== null || undefined}>
        {error ?? t('asInTheFilterOfThe')}
      </p>
    </form>
  );
}
