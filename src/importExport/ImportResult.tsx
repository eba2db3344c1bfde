/** What became of each object of an import, worst first. */
import { CircleCheck, CircleMinus, CircleX } from 'lucide-react';
import type { ImportLine, ImportOutcome, ImportReport } from '../playground/sceneFile.ts';
import { Button } from '../ui/Button.tsx';
import { formatCount } from '../ui/formats.ts';
import styles from './ImportExport.module.css';

const looks = {
  created: { label: 'created', icon: CircleCheck, tone: 'ok' },
  configured: { label: 'configured', icon: CircleCheck, tone: 'ok' },
  unchanged: { label: 'unchanged', icon: CircleMinus, tone: 'calm' },
  leftOut: { label: 'left out', icon: CircleMinus, tone: 'calm' },
  refused: { label: 'refused', icon: CircleX, tone: 'bad' },
} satisfies Record<ImportOutcome, { label: string; icon: typeof CircleCheck; tone: string }>;

interface ImportResultProps {
  report: ImportReport;
  /** Where a line of the text is, in words. */
  where: (line: number) => string;
  onCreateNamespaces: () => void;
}

export function ImportResult({ report, where, onCreateNamespaces }: ImportResultProps) {
  const { lines, opened, added, missingNamespaces } = report;
  const sorted = [...lines].sort((a, b) => rank(a) - rank(b));
  return (
    <section className={styles.result} aria-label="Import report">
      <p role="status" className={styles.summary}>
        {summary(lines)} {opened !== null && `Opened the scene “${opened}”.`}
        {added.length > 0 && `Added so that it lives: ${countKinds(added)}.`}
      </p>
      {added.length > 0 && (
        <details className={styles.added}>
          <summary>What was added</summary>
          <p>{added.join(', ')}</p>
        </details>
      )}
      {missingNamespaces.length > 0 && (
        <p className={styles.offer}>
          {missingNamespaces.length === 1 ? 'The namespace' : 'The namespaces'}{' '}
          <code>{missingNamespaces.join(', ')}</code> {missingNamespaces.length === 1 ? 'does' : 'do'} not
          exist.
          <Button size="small" onClick={onCreateNamespaces}>
            Create and import again
          </Button>
        </p>
      )}
      <ul className={styles.lines} aria-label="Objects">
        {sorted.map((line) => {
          const { icon: Icon, label, tone } = looks[line.outcome];
          return (
            <li key={`${line.line} ${line.name}`} className={styles.line} data-tone={tone}>
              <Icon size={15} aria-hidden />
              <div className={styles.words}>
                <p>
                  <strong>{line.name}</strong> {label}
                  {line.isKeptOnly && line.outcome !== 'refused' && ', kept, not simulated'}
                </p>
                {line.reason !== '' && <p className={styles.reason}>{line.reason}</p>}
              </div>
              <span className={styles.where}>
                {where(line.line)}
                {line.column !== undefined && `, column ${line.column}`}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** `3 Node, 17 Traffic, 1 Client`, from `Node node-a` and the like. */
function countKinds(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const kind = name.split(' ', 1)[0]!;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}

function rank(line: ImportLine): number {
  if (line.outcome === 'refused') return 0;
  return line.isKeptOnly ? 2 : 1;
}

function summary(lines: readonly ImportLine[]): string {
  if (lines.length === 0) return 'There is no object in this text.';
  const counts = (Object.keys(looks) as ImportOutcome[]).flatMap((outcome) => {
    const count = lines.filter((line) => line.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${looks[outcome].label}`];
  });
  return `${formatCount(lines.length, 'object')}: ${counts.join(', ')}.`;
}
