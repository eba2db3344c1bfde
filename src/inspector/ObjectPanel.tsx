/** One object: how it is doing, what is wrong with it, its form, and what can be done with it. */
import { CopyPlus, Ellipsis, OctagonPause, Rows3, Trash2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { rowOf } from '../kubernetes/kinds.ts';
import { type KubernetesObject, objectKey as keyOfObject, type ObjectKey } from '../kubernetes/objectMeta.ts';
import { isTerminating, type Pod } from '../kubernetes/pod.ts';
import { t } from '../messages/inspector.ts';
import { canBeExplained } from '../playground/explainObject.ts';
import type { Problem } from '../playground/problems.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { TextInput } from '../ui/controls.tsx';
import { Field } from '../ui/Field.tsx';
import { lookOf } from '../ui/kindLooks.ts';
import { openObjectMenu } from '../ui/objectMenu.ts';
import { openPanel } from '../ui/panels.ts';
import { Explain } from './Explain.tsx';
import { Faults } from './Faults.tsx';
import { factsOf, ownerText } from './health.ts';
import styles from './Inspector.module.css';
import { keptFields } from './keptFields.ts';
import { ObjectForm } from './ObjectForm.tsx';
import { Problems } from './Problems.tsx';
import { SendForm } from './SendForm.tsx';
import { Stopping } from './Stopping.tsx';
import { useRename } from './useRename.ts';

const none: readonly Problem[] = [];

export function ObjectPanel({ objectKey }: { objectKey: ObjectKey }) {
  const playground = usePlayground();
  const object = usePlaygroundState((state) => state.objects.get(objectKey));
  const problems = usePlaygroundState((state) => state.problems.get(objectKey) ?? none);
  if (object === undefined) return <p className={styles.panel}>{t('thisObjectIsGone')}</p>;
  const { icon: Icon, color, soft } = lookOf(object);
  const { name, namespace } = object.metadata;
  const owner = ownerText(object);

  return (
    <div className={styles.panel}>
      <header className={styles.objectHeader}>
        <span className={styles.objectIcon} style={{ color, background: soft }}>
          <Icon size={18} aria-hidden />
        </span>
        <div className={styles.objectTitle}>
          <h2 className={styles.title}>{name}</h2>
          <p className={styles.kind}>{kindLine(object.kind, namespace, owner)}</p>
        </div>
        <IconButton
          label={t('clearTheSelection')}
          icon={X}
          iconSize={15}
          onClick={() => void playground.dispatch({ type: 'select', keys: [] }, 'inspector')}
        />
      </header>
      <Facts object={object} />
      {isPod(object) && isTerminating(object) && <Stopping pod={object} />}
      {canBeExplained(object) ? (
        <Explained objectKey={objectKey} problems={problems} />
      ) : (
        <Problems problems={problems} />
      )}
      <SendForm object={object} />
      <ObjectForm objectKey={objectKey} />
      <ObjectActions object={object} />
      <Faults object={object} />
      <Kept object={object} />
    </div>
  );
}

/** The explanation holds all problems of the object, so they are listed only while it is closed. */
function Explained({ objectKey, problems }: { objectKey: ObjectKey; problems: readonly Problem[] }) {
  const hasError = problems.some(({ severity }) => severity === 'error');
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const isShown = isOpen ?? hasError;
  // It stays as it is when its fix makes the error go away.
  useEffect(() => {
    if (hasError) setOpen((chosen) => chosen ?? true);
  }, [hasError]);
  return (
    <>
      {!isShown && <Problems problems={problems} />}
      <Explain objectKey={objectKey} isOpen={isShown} onOpen={setOpen} />
    </>
  );
}

/** `Pod in default, of ReplicaSet shop-7d9c` */
function kindLine(kind: string, namespace: string | undefined, owner: string | null): string {
  if (namespace === undefined) return owner === null ? kind : t('ofOwner', { kind, owner });
  return owner === null
    ? t('inNamespace', { kind, namespace })
    : t('inNamespaceOfOwner', { kind, namespace, owner });
}

function isPod(object: KubernetesObject): object is Pod {
  return object.kind === 'Pod';
}

function Facts({ object }: { object: KubernetesObject }) {
  const objects = usePlaygroundState((state) => state.objects);
  const rules = usePlaygroundState((state) => state.rules);
  const facts = factsOf(object, { objects, rules });
  if (facts.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div key={fact.label} className={styles.fact}>
          <dt>{fact.label}</dt>
          <dd data-tone={fact.tone} className={fact.isMono ? styles.mono : undefined}>
            {fact.tone && <span className={styles.dot} aria-hidden />}
            {fact.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ObjectActions({ object }: { object: KubernetesObject }) {
  const playground = usePlayground();
  const key = keyOfObject(object);
  const rename = useRename(object);
  const run = (...args: Parameters<typeof playground.dispatch>) => void playground.dispatch(...args);

  return (
    <section className={styles.actions} aria-label={t('actions')}>
      {rename !== null && (
        <Field label={t('nameOfPort')} errors={rename.errors} help={t('kubernetesHasNoRenameTheObject')}>
          {(ids) => <TextInput {...ids} value={rename.shown} onCommit={rename.commit} isMono />}
        </Field>
      )}
      <div className={styles.buttons}>
        {rowOf(object) !== undefined && (
          <Button size="small" icon={CopyPlus} onClick={() => run({ type: 'duplicate', keys: [key] }, 'app')}>
            {t('duplicate')}
          </Button>
        )}
        <Button size="small" look="danger" icon={Trash2} onClick={() => run({ type: 'delete', key }, 'app')}>
          {t('delete')}
        </Button>
        {object.kind === 'Node' && (
          <Button
            size="small"
            icon={Rows3}
            onClick={() => openPanel('dock', { dockTab: 'rules', shownNode: key })}
          >
            {t('rules')}
          </Button>
        )}
        {object.kind === 'Service' && <StopButton service={key} />}
        <Button
          size="small"
          icon={Ellipsis}
          data-tooltip={t('whatElseCanBeDoneAnd')}
          aria-haspopup="menu"
          onClick={({ currentTarget }) => {
            const { left, bottom } = currentTarget.getBoundingClientRect();
            openObjectMenu(playground, { object: key, x: left, y: bottom + 6 });
          }}
        >
          {t('more')}
        </Button>
      </div>
    </section>
  );
}

/** A breakpoint at the packets of a Service, set and taken away. */
function StopButton({ service }: { service: ObjectKey }) {
  const playground = usePlayground();
  const breakpoint = usePlaygroundState((state) =>
    state.breakpoints.find(
      ({ condition, isEnabled }) =>
        isEnabled && condition.type === 'service' && condition.service === service,
    ),
  );
  return (
    <Button
      size="small"
      icon={OctagonPause}
      aria-pressed={breakpoint !== undefined}
      onClick={() =>
        void playground.dispatch(
          breakpoint === undefined
            ? { type: 'addBreakpoint', condition: { type: 'service', service } }
            : { type: 'removeBreakpoint', id: breakpoint.id },
          'inspector',
        )
      }
    >
      {t('stopAtPacketsToThisService')}
    </Button>
  );
}

function Kept({ object }: { object: KubernetesObject }) {
  const kept = keptFields(object);
  const isUnknownKind = rowOf(object) === undefined;
  if (kept.length === 0 && !isUnknownKind) return null;
  return (
    <details className={styles.kept}>
      <summary>
        {isUnknownKind ? t('keptKind', { kind: object.kind }) : t('keptFields', { count: kept.length })}
      </summary>
      <p>{t('theseComeOutOfAnExport')}</p>
      <ul>
        {kept.map((path) => (
          <li key={path}>
            <code>{path}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
