/** "Why does this get no traffic?": the causes in order, where it stops, the field that says so, and what would put it right. */
import { ChevronRight, CircleCheck, CircleX, Info } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/inspector.ts';
import { explainObject } from '../playground/explainObject.ts';
import type { ExplainedStep } from '../playground/explanation.ts';
import type { Cause } from '../playground/problems.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { panels, usePanels } from '../ui/panels.ts';
import { rich } from '../ui/rich.ts';
import styles from './Explain.module.css';
import { Fix } from './Fix.tsx';
import { jumpTo } from './jumpTo.ts';

const icons = { ok: CircleCheck, bad: CircleX, note: Info } as const;
const stateWords = {
  get ok() {
    return t('fine');
  },
  get bad() {
    return t('stopsHere');
  },
  get note() {
    return t('severity.info');
  },
} as const;

const causeWords = {
  get sender() {
    return t('sender');
  },
  get controller() {
    return t('controller');
  },
  get name() {
    return t('name');
  },
  get replicas() {
    return t('replicas');
  },
  node: 'Node',
  get selector() {
    return t('selector');
  },
  get readiness() {
    return t('readiness');
  },
  get port() {
    return t('port');
  },
  policy: 'NetworkPolicy',
  dns: 'DNS',
  get type() {
    return t('type');
  },
  get address() {
    return t('address');
  },
} satisfies Record<Cause, string>;

interface ExplainProps {
  objectKey: ObjectKey;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
}

export function Explain({ objectKey, isOpen, onOpen }: ExplainProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const isAsked = usePanels((state) => state.explained === objectKey);
  useEffect(() => {
    if (!isAsked) return;
    panels.setState({ explained: null });
    onOpen(true);
    button.current?.focus({ preventScroll: true });
    button.current?.scrollIntoView({ block: 'nearest' });
  }, [isAsked, onOpen]);

  return (
    <section className={styles.explain} aria-labelledby={`${id}-head`}>
      <h3 className={styles.head} id={`${id}-head`}>
        <button
          ref={button}
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-controls={`${id}-steps`}
          onClick={() => onOpen(!isOpen)}
        >
          <ChevronRight size={15} className={styles.chevron} aria-hidden />
          {t('whyDoesThisGetNoTraffic')}
        </button>
      </h3>
      <div id={`${id}-steps`} hidden={!isOpen}>
        {isOpen && <Steps objectKey={objectKey} />}
      </div>
    </section>
  );
}

function Steps({ objectKey }: { objectKey: ObjectKey }) {
  const steps = useExplanation(objectKey);
  const [done, setDone] = useState('');
  const said = useRef<HTMLParagraphElement>(null);
  const bad = steps.filter(({ state }) => state === 'bad').length;
  return (
    <>
      <p ref={said} className={styles.summary} role="status" tabIndex={-1}>
        {done} {t('things', { count: bad })}
      </p>
      <ol className={styles.steps} aria-label={t('causesInOrder')}>
        {steps.map((step) => (
          <Step
            key={`${step.cause} ${step.sentence}`}
            step={step}
            of={objectKey}
            onDone={(label) => {
              setDone(t('done', { label }));
              // The button that was pressed is gone with its problem.
              said.current?.focus();
            }}
          />
        ))}
      </ol>
    </>
  );
}

/** Asked anew whenever an object has changed. */
function useExplanation(objectKey: ObjectKey): ExplainedStep[] {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the objects are read through the simulation
  return useMemo(
    () => playground.inspect((simulation) => explainObject(objectKey, simulation)),
    [playground, objectKey, objects],
  );
}

interface StepProps {
  step: ExplainedStep;
  of: ObjectKey;
  onDone: (label: string) => void;
}

function Step({ step, of, onDone }: StepProps) {
  const Icon = icons[step.state];
  const { field, fix, object = of } = step;
  return (
    <li className={styles.step} data-state={step.state}>
      <Icon size={16} className={styles.icon} aria-label={stateWords[step.state]} />
      <div className={styles.words}>
        <p>
          <strong className={styles.cause}>{causeWords[step.cause]}</strong> {step.sentence}
        </p>
        {field !== undefined && step.state !== 'ok' && <FieldLink object={object} field={field} of={of} />}
        {fix !== undefined && <Fix fix={fix} onDone={() => onDone(fix.label)} />}
      </div>
    </li>
  );
}

/** Goes to the field, also when another object has it. */
function FieldLink({ object, field, of }: { object: ObjectKey; field: string; of: ObjectKey }) {
  const playground = usePlayground();
  const { kind, name } = parseKey(object);
  const isOwn = object === of;
  return (
    <Button
      size="small"
      look="quiet"
      className={styles.jump}
      onClick={() => {
        if (isOwn) return jumpTo(field);
        void playground
          .dispatch({ type: 'select', keys: [object] }, 'inspector')
          .then(() => requestAnimationFrame(() => requestAnimationFrame(() => jumpTo(field))));
      }}
    >
      {rich(
        t.rich(isOwn ? 'showOwnField' : 'showFieldOf', { kind, name, field: () => <code>{field}</code> }),
      )}
    </Button>
  );
}
