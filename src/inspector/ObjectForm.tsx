/** The form of one object, built from the table of fields. */
import { type KubernetesObject, type ObjectKey, objectKey as objectKeyOf } from '../kubernetes/objectMeta.ts';
import type { ServicePort } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { t } from '../messages/inspector.ts';
import { usePlaygroundState } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { NumberInput, SelectInput, SwitchInput, TextInput } from '../ui/controls.tsx';
import { type ControlIds, Field } from '../ui/Field.tsx';
import type { FieldDefinition } from './fieldDefinition.ts';
import { fieldsOf } from './fields.ts';
import styles from './Inspector.module.css';
import { PolicyRulesInput } from './PolicyRulesInput.tsx';
import { readPath } from './path.ts';
import type { PolicyRuleFields } from './policyRules.ts';
import { RoutingRows } from './RoutingRows.tsx';
import { ServicePortsInput } from './ServicePortsInput.tsx';
import { shownTraffic } from './trafficFields.ts';
import { type Edits, errorsOf, namesOf, otherErrors, useEdits } from './useEdits.ts';

interface ObjectFormProps {
  objectKey: ObjectKey;
  /** Only the rows that matter while a packet is followed. */
  isQuick?: boolean;
}

export function ObjectForm({ objectKey, isQuick = false }: ObjectFormProps) {
  const edits = useEdits(objectKey);
  if (edits === null) return null;
  const rows = fieldsOf(edits.shown).filter((field) => !isQuick || field.isQuick === true);
  const others = otherErrors(edits.refusal, rows);
  const isDirty = edits.refusal !== null || edits.unreadable.size > 0;

  return (
    <div className={styles.form}>
      {others.length > 0 && (
        <p role="alert" className={styles.refusal}>
          {others.join(' ')}
        </p>
      )}
      {rows.map((field) => (
        <FieldRow key={`${field.label} ${field.control.type}`} field={field} edits={edits} />
      ))}
      {isDirty && (
        <p className={styles.unsaved}>
          {t('notSavedTheClusterIsAs')}
          <Button size="small" look="quiet" onClick={edits.discard}>
            {t('discard')}
          </Button>
        </p>
      )}
    </div>
  );
}

function FieldRow({ field, edits }: { field: FieldDefinition; edits: Edits }) {
  const names = namesOf(field);
  const kept = edits.unreadable.get(names[0]!);
  const errors = kept === undefined ? errorsOf(edits.refusal, field) : [kept.error];
  return (
    <Field
      label={field.label}
      help={field.help}
      errors={errors}
      name={names.join(' ')}
      isWide={field.isWide === true}
    >
      {(ids) => <FieldControl field={field} edits={edits} ids={ids} keptText={kept?.text} />}
    </Field>
  );
}

interface FieldControlProps {
  field: FieldDefinition;
  edits: Edits;
  ids: ControlIds;
  /** Text that could not be read, kept for correction. */
  keptText: string | undefined;
}

function FieldControl({ field, edits, ids, keptText }: FieldControlProps) {
  const { control } = field;
  const objects = usePlaygroundState((state) => state.objects);
  const value = readPath(edits.shown, field.path);

  if (control.type === 'switch') {
    return (
      <SwitchInput
        {...ids}
        isOn={control.isOn(value)}
        onLabel={control.on}
        offLabel={control.off}
        onCommit={(isOn) => edits.change(field, control.value(isOn))}
      />
    );
  }
  if (control.type === 'servicePorts') {
    return (
      <ServicePortsInput
        ids={ids}
        service={edits.shown}
        ports={(value ?? []) as ServicePort[]}
        onCommit={(ports) => edits.change(field, ports)}
      />
    );
  }
  if (control.type === 'policyRules') {
    return (
      <PolicyRulesInput
        ids={ids}
        side={control.side}
        rules={(value ?? []) as PolicyRuleFields[]}
        onCommit={(rules) => edits.change(field, rules)}
      />
    );
  }
  if (control.type === 'routingRows') {
    return (
      <RoutingRows
        ids={ids}
        kind={control.rows}
        object={edits.shown}
        rows={(value ?? []) as unknown[]}
        onCommit={(rows) => edits.change(field, rows)}
      />
    );
  }
  if (control.type === 'select') {
    const shown = chosen(edits.shown, field, value);
    const options = control.options(objects, edits.shown);
    return (
      <SelectInput
        {...ids}
        value={shown}
        options={
          shown === '' && control.absent ? [{ value: '', label: control.absent }, ...options] : options
        }
        onCommit={(next) => {
          const command = field.command?.(objectKeyOf(edits.shown), next);
          if (command === undefined) edits.change(field, next);
          else edits.command(command);
        }}
      />
    );
  }
  const { codec } = control;
  const text = keptText ?? codec.print(value);
  if (control.type === 'fixed') {
    return (
      <output id={ids.id} className={styles.fixed}>
        {text === '' ? 'none' : text}
      </output>
    );
  }
  const commit = (next: string) => {
    const parsed = codec.parse(next);
    if ('error' in parsed) edits.keepUnreadable(field, next, parsed.error);
    else edits.change(field, parsed.value);
  };
  if (control.type === 'number') {
    return (
      <NumberInput
        {...ids}
        label={field.label}
        value={text}
        lowest={control.lowest}
        highest={control.highest}
        step={control.step}
        placeholder={control.absent}
        onCommit={commit}
      />
    );
  }
  return (
    <TextInput
      {...ids}
      value={text}
      isMono={control.isMono === true}
      placeholder={control.placeholder}
      onCommit={commit}
    />
  );
}

/** What a list of choices has as its value. */
function chosen(object: KubernetesObject, field: FieldDefinition, value: unknown): string {
  const special = object.kind === 'Traffic' ? shownTraffic[field.label] : undefined;
  if (Array.isArray(value)) return [...value].sort().join(', ');
  return special?.(object as Traffic) ?? (typeof value === 'string' ? value : '');
}
