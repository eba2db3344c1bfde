/** The lists in the forms of Ingresses, Gateways and HTTPRoutes: paths, listeners, matches and backends. */
import { ArrowRight, Plus, X } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import type { Listener } from '../kubernetes/gateway.ts';
import type { HTTPBackendRef, HTTPRouteRule } from '../kubernetes/httpRoute.ts';
import type { HTTPIngressPath, IngressRule } from '../kubernetes/ingress.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/inspector.ts';
import { usePlaygroundState } from '../playground/react.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { SelectInput, TextInput } from '../ui/controls.tsx';
import type { ControlIds } from '../ui/Field.tsx';
import styles from './Inspector.module.css';
import { writePath } from './path.ts';
import { portFromText, serviceOptions } from './routingFields.ts';

export type RoutingRowsKind = 'ingressRules' | 'listeners' | 'routeRules';

interface RowsProps<Row> {
  object: KubernetesObject;
  rows: readonly Row[];
  onCommit: (rows: Row[] | undefined) => void;
}

interface RoutingRowsProps {
  ids: ControlIds;
  kind: RoutingRowsKind;
  object: KubernetesObject;
  rows: readonly unknown[];
  onCommit: (rows: unknown[] | undefined) => void;
}

const editors = {
  ingressRules: IngressRules,
  listeners: Listeners,
  routeRules: RouteRules,
} as const;

export function RoutingRows({ ids, kind, object, rows, onCommit }: RoutingRowsProps) {
  const Editor = editors[kind] as unknown as ComponentType<RowsProps<unknown>>;
  return (
    <div className={styles.ports} id={ids.id}>
      <Editor object={object} rows={rows} onCommit={onCommit} />
    </div>
  );
}

const without = <Row,>(rows: readonly Row[], index: number): Row[] | undefined => {
  const others = rows.filter((_, other) => other !== index);
  return others.length === 0 ? undefined : others;
};

/** A text that is no number is given as it is: the API server says best what it wants instead. */
const numberOrText = (text: string): unknown =>
  text === '' ? undefined : Number.isNaN(Number(text)) ? text : Number(text);

function options(...values: string[]) {
  return values.map((value) => ({ value, label: value }));
}

interface GroupProps {
  title: string;
  removeLabel: string;
  onRemove: (() => void) | null;
  children: ReactNode;
}

function Group({ title, removeLabel, onRemove, children }: GroupProps) {
  return (
    <fieldset className={`${styles.port} ${styles.rule}`} aria-label={title}>
      <div className={styles.ruleHead}>
        <span aria-hidden>{title}</span>
        {onRemove !== null && <IconButton label={removeLabel} icon={X} iconSize={14} onClick={onRemove} />}
      </div>
      {children}
    </fieldset>
  );
}

function AddButton({ children, onClick }: { children: string; onClick: () => void }) {
  return (
    <Button size="small" look="quiet" icon={Plus} className={styles.addPort} onClick={onClick}>
      {children}
    </Button>
  );
}

interface BackendProps {
  /** `of path 1 of rule 2` */
  which: string;
  object: KubernetesObject;
  service: string;
  port: string;
  onCommit: (service: string, port: string) => void;
  children?: ReactNode;
}

function Backend({ which, object, service, port, onCommit, children }: BackendProps) {
  const objects = usePlaygroundState((state) => state.objects);
  return (
    <div className={`${styles.portLine} ${styles.backend}`}>
      <ArrowRight size={14} aria-hidden className={styles.arrow} />
      <SelectInput
        aria-label={t('rows.service', { which })}
        value={service}
        options={serviceOptions(objects, object.metadata.namespace, service)}
        onCommit={(name) => onCommit(name, port)}
      />
      <TextInput
        aria-label={t('rows.port', { which })}
        isMono
        placeholder={t('rows.portField')}
        value={port}
        onCommit={(text) => onCommit(service, text)}
      />
      {children}
    </div>
  );
}

function firstService(objects: ReturnType<typeof serviceOptions>): string {
  return objects[0]?.value ?? 'shop';
}

const PATH_TYPES = options('Prefix', 'Exact', 'ImplementationSpecific');

function IngressRules({ object, rows, onCommit }: RowsProps<IngressRule>) {
  const objects = usePlaygroundState((state) => state.objects);
  const change = (index: number, rule: IngressRule) => onCommit(writePath([...rows], [index], rule));
  const newPath = (path: string): HTTPIngressPath => ({
    path,
    pathType: 'Prefix',
    backend: {
      service: {
        name: firstService(serviceOptions(objects, object.metadata.namespace, '')),
        port: { number: 80 },
      },
    },
  });
  return (
    <>
      {rows.map((rule, index) => {
        const paths = rule.http?.paths ?? [];
        const setPaths = (next: HTTPIngressPath[] | undefined) =>
          change(index, writePath(rule, ['http'], next === undefined ? undefined : { paths: next }));
        const title = t('rows.rule', { number: String(index + 1) });
        return (
          <Group
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place, as in the API server's errors
            key={index}
            title={title}
            removeLabel={t('rows.removeRule', { number: String(index + 1) })}
            onRemove={() => onCommit(without(rows, index))}
          >
            <TextInput
              aria-label={t('rows.hostOfRule', { number: String(index + 1) })}
              isMono
              placeholder={t('everyHost')}
              value={rule.host ?? ''}
              onCommit={(host) => change(index, writePath(rule, ['host'], host === '' ? undefined : host))}
            />
            {paths.map((path, at) => {
              const which = t('rows.ofPath', { path: String(at + 1), rule: String(index + 1) });
              const setPath = (next: HTTPIngressPath) => setPaths(paths.with(at, next));
              const { service } = path.backend;
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a path is known by its place too
                <div key={at} className={styles.routePath}>
                  <div className={styles.portLine}>
                    <TextInput
                      aria-label={t('rows.path', { which })}
                      isMono
                      placeholder="/"
                      value={path.path ?? ''}
                      onCommit={(text) => setPath(writePath(path, ['path'], text === '' ? undefined : text))}
                    />
                    <SelectInput
                      aria-label={t('rows.pathType', { which })}
                      value={path.pathType ?? 'Prefix'}
                      options={PATH_TYPES}
                      onCommit={(pathType) => setPath(writePath(path, ['pathType'], pathType))}
                    />
                    <IconButton
                      label={t('rows.removePath', { path: String(at + 1), rule: String(index + 1) })}
                      icon={X}
                      iconSize={14}
                      onClick={() => setPaths(without(paths, at))}
                    />
                  </div>
                  <Backend
                    which={which}
                    object={object}
                    service={service?.name ?? ''}
                    port={String(service?.port?.number ?? service?.port?.name ?? '')}
                    onCommit={(name, port) =>
                      setPath({ ...path, backend: { service: { name, port: portFromText(port) } } })
                    }
                  />
                </div>
              );
            })}
            <AddButton onClick={() => setPaths([...paths, newPath(paths.length === 0 ? '/' : '/new')])}>
              {t('addPath')}
            </AddButton>
          </Group>
        );
      })}
      <AddButton onClick={() => onCommit([...rows, { http: { paths: [newPath('/')] } }])}>
        {t('addRule')}
      </AddButton>
    </>
  );
}

const PROTOCOLS = options('HTTP', 'HTTPS');

function Listeners({ rows, onCommit }: RowsProps<Listener>) {
  const set = (index: number, field: keyof Listener, value: unknown) =>
    onCommit(writePath([...rows], [index, field], value));
  return (
    <>
      {rows.map((listener, index) => (
        <Group
          // biome-ignore lint/suspicious/noArrayIndexKey: a listener is known by its place while its name is edited
          key={index}
          title={t('rows.listener', { name: listener.name })}
          removeLabel={t('rows.removeListener', { name: listener.name })}
          onRemove={rows.length === 1 ? null : () => onCommit(without(rows, index))}
        >
          <div className={styles.portLine}>
            <TextInput
              aria-label={t('rows.portOfListener', { name: listener.name })}
              isMono
              inputMode="numeric"
              value={String(listener.port)}
              onCommit={(text) => set(index, 'port', numberOrText(text))}
            />
            <SelectInput
              aria-label={t('rows.protocolOfListener', { name: listener.name })}
              value={listener.protocol}
              options={PROTOCOLS}
              onCommit={(protocol) => set(index, 'protocol', protocol)}
            />
            <TextInput
              aria-label={t('rows.nameOfListener', { name: listener.name })}
              isMono
              value={listener.name}
              onCommit={(name) => set(index, 'name', name)}
            />
          </div>
          <TextInput
            aria-label={t('rows.hostnameOfListener', { name: listener.name })}
            isMono
            placeholder={t('everyHost')}
            value={listener.hostname ?? ''}
            onCommit={(host) => set(index, 'hostname', host === '' ? undefined : host)}
          />
        </Group>
      ))}
      <AddButton
        onClick={() =>
          onCommit([
            ...rows,
            { name: `http-${rows.length + 1}`, port: 8080 + rows.length - 1, protocol: 'HTTP' },
          ])
        }
      >
        {t('addListener')}
      </AddButton>
    </>
  );
}

const MATCH_TYPES = options('PathPrefix', 'Exact', 'RegularExpression');

function RouteRules({ object, rows, onCommit }: RowsProps<HTTPRouteRule>) {
  const objects = usePlaygroundState((state) => state.objects);
  const change = (index: number, rule: HTTPRouteRule) => onCommit(writePath([...rows], [index], rule));
  const newBackend = (): HTTPBackendRef => ({
    name: firstService(serviceOptions(objects, object.metadata.namespace, '')),
    port: 80,
  });
  return (
    <>
      {rows.map((rule, index) => {
        const { filters = [], backendRefs = [] } = rule;
        const path = rule.matches?.[0]?.path;
        const further = Math.max(0, (rule.matches?.length ?? 1) - 1);
        const setPath = (field: 'type' | 'value', value: string) =>
          change(index, writePath(rule, ['matches', 0, 'path', field], value));
        const setBackends = (next: HTTPBackendRef[] | undefined) =>
          change(index, writePath(rule, ['backendRefs'], next));
        return (
          <Group
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place, as in the API server's errors
            key={index}
            title={t('rows.rule', { number: String(index + 1) })}
            removeLabel={t('rows.removeRule', { number: String(index + 1) })}
            onRemove={rows.length === 1 ? null : () => onCommit(without(rows, index))}
          >
            <div className={styles.portLine}>
              <TextInput
                aria-label={t('rows.pathOfRule', { number: String(index + 1) })}
                isMono
                value={path?.value ?? '/'}
                onCommit={(text) => setPath('value', text)}
              />
              <SelectInput
                aria-label={t('rows.pathTypeOfRule', { number: String(index + 1) })}
                value={path?.type ?? 'PathPrefix'}
                options={MATCH_TYPES}
                onCommit={(type) => setPath('type', type)}
              />
            </div>
            {(further > 0 || filters.length > 0) && (
              <p className={styles.portPart}>
                {[
                  ...(further > 0 ? [t('rows.moreMatches', { count: further })] : []),
                  ...filters.map(({ type }) => type),
                ].join(', ')}
              </p>
            )}
            {backendRefs.map((backend, at) => {
              const which = t('rows.ofBackend', { backend: String(at + 1), rule: String(index + 1) });
              return (
                <Backend
                  // biome-ignore lint/suspicious/noArrayIndexKey: a backend is known by its place too
                  key={at}
                  which={which}
                  object={object}
                  service={backend.name}
                  port={String(backend.port ?? '')}
                  onCommit={(name, port) =>
                    setBackends(
                      backendRefs.with(at, { ...backend, name, port: numberOrText(port) as number }),
                    )
                  }
                >
                  <TextInput
                    aria-label={t('rows.weight', { which })}
                    isMono
                    inputMode="numeric"
                    value={String(backend.weight ?? 1)}
                    onCommit={(text) =>
                      setBackends(backendRefs.with(at, { ...backend, weight: numberOrText(text) as number }))
                    }
                  />
                  <IconButton
                    label={t('rows.removeBackend', { backend: String(at + 1), rule: String(index + 1) })}
                    icon={X}
                    iconSize={14}
                    onClick={() => setBackends(without(backendRefs, at))}
                  />
                </Backend>
              );
            })}
            <AddButton onClick={() => setBackends([...backendRefs, newBackend()])}>
              {t('addBackend')}
            </AddButton>
          </Group>
        );
      })}
      <AddButton
        onClick={() =>
          onCommit([
            ...rows,
            { matches: [{ path: { type: 'PathPrefix', value: '/new' } }], backendRefs: [newBackend()] },
          ])
        }
      >
        {t('addRule')}
      </AddButton>
    </>
  );
}
