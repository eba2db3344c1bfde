/** What to type so that the exported scene runs in a real cluster, and what is different there. */
import { useState } from 'react';
import { t } from '../messages/importExport.ts';
import type { RealCluster, RealClusterTool } from '../playground/realCluster.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import styles from './ImportExport.module.css';

const tools = [
  { value: 'kind', label: 'kind' },
  { value: 'minikube', label: 'minikube' },
] as const satisfies readonly { value: RealClusterTool; label: string }[];

export function RealClusterSteps({ commands, notes }: RealCluster) {
  const [tool, setTool] = useState<RealClusterTool>('kind');
  return (
    <section className={styles.cluster} aria-label={t('commandsToRun')}>
      <div className={styles.clusterHead}>
        <p>{t('thenInATerminal')}</p>
        <Segmented label={t('toolThatMakesTheCluster')} options={tools} value={tool} onChange={setTool} />
      </div>
      <ol className={styles.commands}>
        {commands[tool].map((command) => (
          <li key={command}>
            <code>{command}</code>
            <CopyButton text={command} />
          </li>
        ))}
      </ol>
      {notes.length > 0 && (
        <ul className={styles.notes} aria-label={t('whatIsDifferentThere')}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
