/** What the inspector says while nothing is selected: what the scene is about, and a list by which everything can be reached. */
import { useMemo, useState } from 'react';
import { rowOf } from '../kubernetes/kinds.ts';
import { controllerOf, type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import { workloadKinds } from '../kubernetes/workloadKinds.ts';
import { t } from '../messages/inspector.ts';
import { sceneText } from '../messages/scenes.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { lookOf } from '../ui/kindLooks.ts';
import { matchesWords } from '../ui/matchesWords.ts';
import { AddressFamilies } from './AddressFamilies.tsx';
import styles from './Inspector.module.css';
import { ProblemMark } from './Problems.tsx';
import { ProxySettings } from './ProxySettings.tsx';

/** The order of the list; further kinds follow by name. */
const ORDER = [
  'Client',
  'OutsideServer',
  'Service',
  ...workloadKinds,
  'Node',
  'Pod',
  'Traffic',
  'CloudProvider',
];
/** The list is for what a person made; these follow from it. */
const HIDDEN = ['EndpointSlice', 'ControllerRevision', 'Namespace', 'KubeProxyConfiguration'];
const SEARCH_FROM = 12;

function isListed(object: KubernetesObject): boolean {
  const isOfDeployment = object.kind === 'ReplicaSet' && controllerOf(object) !== undefined;
  return object.metadata.namespace !== 'kube-system' && !HIDDEN.includes(object.kind) && !isOfDeployment;
}

/** Objects by kind, kinds in the order of the list. */
export function groupObjects(objects: Iterable<KubernetesObject>): [string, KubernetesObject[]][] {
  const groups = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    if (!isListed(object)) continue;
    const group = groups.get(object.kind) ?? [];
    groups.set(object.kind, group);
    group.push(object);
  }
  const rank = (kind: string) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
  return [...groups].sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
}

export function ScenePanel() {
  const scene = usePlaygroundState((state) => state.scene);
  const objects = usePlaygroundState((state) => state.objects);
  const [query, setQuery] = useState('');
  const listed = useMemo(() => [...objects.values()].filter(isListed), [objects]);
  const groups = useMemo(
    () =>
      groupObjects(listed.filter((object) => matchesWords(query, `${object.kind} ${object.metadata.name}`))),
    [listed, query],
  );

  return (
    <div className={styles.panel}>
      <h2 className={styles.title}>{scene.title === '' ? t('untitled') : sceneText(scene.title)}</h2>
      {scene.lookAt !== '' && <p className={styles.lead}>{sceneText(scene.lookAt)}</p>}
      {listed.length === 0 ? (
        <p className={styles.lead}>{t('theCanvasIsEmptyAddA')}</p>
      ) : (
        <p className={styles.hint}>{t('selectOne', { count: listed.length })}</p>
      )}
      {listed.length >= SEARCH_FROM && (
        <input
          type="search"
          className={styles.search}
          aria-label={t('findAnObject')}
          placeholder={t('findAnObject')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      {groups.map(([kind, members]) => (
        <section key={kind} className={styles.group}>
          <h3 className={styles.heading}>
            {kind} <span className={styles.count}>{members.length}</span>
          </h3>
          <ul>
            {members.map((object) => (
              <li key={objectKey(object)}>
                <ObjectRow object={object} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <ProxySettings />
      <AddressFamilies />
    </div>
  );
}

/** Objects that the cluster reads, though they have no card. */
const SETTINGS = ['ServiceCIDR', 'KubeProxyConfiguration'];

function ObjectRow({ object }: { object: KubernetesObject }) {
  const playground = usePlayground();
  const key = objectKey(object);
  const problems = usePlaygroundState((state) => state.problems.get(key));
  const { icon: Icon, color } = lookOf(object);
  const { name, namespace } = object.metadata;
  const owner = controllerOf(object);
  return (
    <button
      type="button"
      className={styles.object}
      aria-label={`${object.kind} ${name}`}
      onClick={() => void playground.dispatch({ type: 'select', keys: [key] }, 'inspector')}
    >
      <Icon size={15} color={color} aria-hidden />
      <span className={styles.objectName}>{name}</span>
      <span className={styles.aside}>
        {rowOf(object) === undefined
          ? SETTINGS.includes(object.kind)
            ? t('setting')
            : t('keptNotSimulated')
          : owner !== undefined
            ? t('of', { owner: owner.name })
            : namespace === 'default'
              ? ''
              : namespace}
      </span>
      {problems !== undefined && problems.length > 0 && <ProblemMark problems={problems} />}
    </button>
  );
}
