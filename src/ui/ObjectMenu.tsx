/** The menu of a card: what can be broken of its object, each with what keeps working and for how long, and the usual edits. */
import { Check, CopyPlus, type LucideIcon, PanelRight, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { rowOf } from '../kubernetes/kinds.ts';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/actions.ts';
import { type Fault, faultsOf } from '../playground/faults.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { breakOrMend } from './breakOrMend.ts';
import { faultIcons } from './faultLooks.ts';
import styles from './ObjectMenu.module.css';
import { type OpenMenu, openObjectMenu, useObjectMenu } from './objectMenu.ts';
import { focusedIn } from './pageRoot.ts';

const EDGE = 8;

interface ObjectMenuProps {
  /** Shows what is selected beside the canvas, where there is a place for that. */
  onInspect?: () => void;
}

export function ObjectMenu({ onInspect }: ObjectMenuProps) {
  const open = useObjectMenu();
  const object = usePlaygroundState((state) => (open === null ? undefined : state.objects.get(open.object)));
  if (open === null || object === undefined) return null;
  return (
    <MenuOf
      key={`${open.object} ${open.x} ${open.y}`}
      open={open}
      object={object}
      {...(onInspect === undefined ? {} : { onInspect })}
    />
  );
}

function MenuOf({ open, object, onInspect }: ObjectMenuProps & { open: OpenMenu; object: KubernetesObject }) {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const box = useRef<HTMLElement>(null);
  const [told, setTold] = useState<Fault | null>(null);
  const id = useId();
  const key = objectKey(object);
  const { kind, metadata } = object;
  const choices = faultsOf(object, objects);
  const shown = told ?? choices[0]?.fault;

  useEffect(() => {
    const menu = box.current!;
    menu.showPopover();
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(EDGE, Math.min(open.x, innerWidth - width - EDGE))}px`;
    menu.style.top = `${Math.max(EDGE, Math.min(open.y, innerHeight - height - EDGE))}px`;
    entriesOf(menu)[0]?.focus();
  }, [open]);

  function run(action: () => void) {
    box.current?.hidePopover();
    action();
  }

  const edits: { label: string; icon: LucideIcon; run: () => void }[] = [
    ...(onInspect === undefined
      ? []
      : [
          {
            label: t('openInTheInspector'),
            icon: PanelRight,
            run: () => {
              void playground.dispatch({ type: 'select', keys: [key] }, 'app');
              onInspect();
            },
          },
        ]),
    ...(rowOf(object) === undefined
      ? []
      : [
          {
            label: t('duplicate'),
            icon: CopyPlus,
            run: () => void playground.dispatch({ type: 'duplicate', keys: [key] }, 'app'),
          },
        ]),
    {
      label: t('delete'),
      icon: Trash2,
      run: () => void playground.dispatch({ type: 'delete', key }, 'app'),
    },
  ];

  return (
    <section
      ref={box}
      aria-label={t('menuOf', { kind, name: metadata.name })}
      popover="auto"
      className={styles.menu}
      onToggle={(event) => {
        if (event.newState === 'closed') openObjectMenu(playground, null);
      }}
    >
      <p className={styles.title} aria-hidden>
        {kind} <strong>{metadata.name}</strong>
      </p>
      <div
        role="menu"
        aria-label={`${kind} ${metadata.name}`}
        onKeyDown={(event) => walk(event, box.current!)}
      >
        {choices.length > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of a menu
          <div role="group" aria-label={t('faults')}>
            {choices.map((choice) => {
              const Icon = faultIcons[choice.id];
              const tell = () => setTold(choice.fault);
              return (
                // biome-ignore lint/a11y/useAriaPropsSupportedByRole: checked is of menuitemcheckbox only, and absent without it
                <button
                  key={choice.id}
                  type="button"
                  role={choice.fault.mend === undefined ? 'menuitem' : 'menuitemcheckbox'}
                  aria-checked={choice.fault.mend === undefined ? undefined : choice.isOn}
                  aria-describedby={`${id}told`}
                  tabIndex={-1}
                  className={styles.item}
                  onFocus={tell}
                  onPointerEnter={tell}
                  onClick={() => run(() => void breakOrMend(playground, choice))}
                >
                  <Icon size={15} aria-hidden />
                  {choice.label}
                  {choice.isOn && <Check size={14} aria-hidden className={styles.check} />}
                </button>
              );
            })}
          </div>
        )}
        <hr className={styles.rule} />
        {edits.map(({ label, icon: Icon, run: edit }) => (
          <button
            key={label}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className={styles.item}
            onClick={() => run(edit)}
          >
            <Icon size={15} aria-hidden />
            {label}
          </button>
        ))}
      </div>
      {choices.length > 0 && (
        <div id={`${id}told`} className={styles.told}>
          {/* All in one place, so that nothing moves when another one is told. */}
          {choices.map(({ id: choiceId, fault }) => (
            <div key={choiceId} data-hidden={fault === shown ? undefined : ''}>
              <FaultTold fault={fault} />
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

/** What keeps working, what does not, and for how long. */
export function FaultTold({ fault: { keeps, breaks, lasts } }: { fault: Fault }) {
  return (
    <dl className={styles.telling}>
      <dt>{t('works')}</dt>
      <dd>{unbroken(keeps)}</dd>
      <dt>{t('fails')}</dt>
      <dd>{unbroken(breaks)}</dd>
      <dt>{t('lasts')}</dt>
      <dd>{unbroken(lasts)}</dd>
    </dl>
  );
}

/** A number stays beside its unit. */
function unbroken(text: string): string {
  return text.replaceAll(/(\d) (m?s)\b/g, '$1\u00a0$2');
}

function entriesOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('button')];
}

function walk(event: KeyboardEvent, menu: HTMLElement): void {
  const entries = entriesOf(menu);
  const index = entries.indexOf(focusedIn(menu) as HTMLElement);
  const target = {
    ArrowDown: (index + 1) % entries.length,
    ArrowUp: (index - 1 + entries.length) % entries.length,
    Home: 0,
    End: entries.length - 1,
  }[event.key];
  // The page has shortcuts of its own for these keys.
  event.stopPropagation();
  if (event.key === 'Tab') menu.hidePopover();
  if (target === undefined) return;
  event.preventDefault();
  entries[target]?.focus();
}
