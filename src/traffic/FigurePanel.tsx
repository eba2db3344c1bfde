/** One figure with all that belongs to it: the choice of a Service, the chart or its numbers, and its files. */
import { FileDown, Table2 } from 'lucide-react';
import { type CSSProperties, type ReactNode, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../messages/traffic.ts';
import { csvText } from '../playground/csv.ts';
import { download } from '../playground/download.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { Chart, type ChartHandle } from './Chart.tsx';
import styles from './FigurePanel.module.css';
import type { Figure, Mark } from './figureModel.ts';
import { pictureOf } from './figurePicture.ts';
import { figuresOf } from './figuresStore.ts';
import {
  connectionsFigure,
  type FigureOf,
  latencyFigure,
  namesIn,
  shownName,
  successFigure,
} from './figureViews.ts';
import tabStyles from './TrafficTab.module.css';
import type { FigureKind } from './TrafficTab.tsx';

const figureOf: Readonly<Record<FigureKind, FigureOf>> = {
  latency: latencyFigure,
  success: successFigure,
  connections: connectionsFigure,
};

export function FigurePanel({ kind, tools }: { kind: FigureKind; tools: ReactNode }) {
  const playground = usePlayground();
  const store = figuresOf(playground);
  const version = useStore(store.version, ({ count }) => count);
  const [wanted, setWanted] = useState<string | null>(null);
  const [isTable, setIsTable] = useState(false);
  const chart = useRef<ChartHandle>(null);
  const marks = useEditMarks();
  const { figure, names, name } = useMemo(() => {
    // The figures change in place; the version says when.
    void version;
    const figures = store.figures();
    const names = namesIn(figures);
    const name = wanted !== null && names.includes(wanted) ? wanted : null;
    return { figure: figureOf[kind](figures, name), names, name };
  }, [store, version, kind, wanted]);
  const fileName = `kubehop ${figure.title.toLowerCase()}`.replaceAll(/[^\p{L}\p{N}.]+/gu, '-');

  function savePicture() {
    const canvas = chart.current?.canvas;
    if (canvas) pictureOf(figure, canvas, (picture) => download(`${fileName}.png`, picture, 'image/png'));
  }

  return (
    <div className={styles.panel}>
      <div className={tabStyles.tools}>
        {tools}
        <select
          className={styles.select}
          aria-label="Service"
          value={name ?? ''}
          onChange={(event) => setWanted(event.target.value === '' ? null : event.target.value)}
        >
          <option value="">{t('allTraffic')}</option>
          {names.map((each) => (
            <option key={each} value={each}>
              {shownName(each)}
            </option>
          ))}
        </select>
        <span className={tabStyles.files}>
          <Button
            size="small"
            icon={Table2}
            aria-pressed={isTable}
            disabled={figure.empty !== null}
            onClick={() => setIsTable(!isTable)}
          >
            {t('asTable')}
          </Button>
          <Button
            size="small"
            icon={FileDown}
            disabled={figure.empty !== null}
            onClick={() =>
              download(`${fileName}.csv`, csvText([figure.table.columns, ...figure.table.rows]), 'text/csv')
            }
          >
            CSV
          </Button>
          <Button
            size="small"
            icon={FileDown}
            disabled={figure.empty !== null || isTable}
            onClick={savePicture}
          >
            PNG
          </Button>
        </span>
      </div>
      {figure.empty !== null ? (
        <p className={styles.empty}>{figure.empty}</p>
      ) : isTable ? (
        <Numbers figure={figure} />
      ) : (
        <div className={styles.figure}>
          <Chart
            ref={chart}
            figure={figure}
            marks={marks}
            span={() => ({ from: store.figures().since / 1000, to: playground.now() / 1000 })}
            onMark={({ at }) => void playground.dispatch({ type: 'seek', at }, 'app')}
          />
          <div className={styles.legend}>
            <Side figure={figure} />
          </div>
        </div>
      )}
    </div>
  );
}

/** Where somebody changed something, as the scrubber has it; faults begin with a change. */
function useEditMarks(): readonly Mark[] {
  const all = usePlaygroundState((state) => state.timeline.marks);
  return useMemo(
    () =>
      all.flatMap((mark) =>
        mark.kind === 'edit'
          ? [
              {
                at: mark.at,
                label:
                  mark.count === 1 ? mark.label : t('andMore', { label: mark.label, count: mark.count - 1 }),
              },
            ]
          : [],
      ),
    [all],
  );
}

/** The legend, with the figures that matter most. */
function Side({ figure: { side, lines, title } }: { figure: Figure }) {
  return (
    <table className={styles.side} aria-label={title}>
      <thead>
        <tr>
          {side.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {side.rows.map(({ line, cells: [first, ...rest] }) => {
          const look = line === null ? undefined : lines[line];
          return (
            <tr key={first}>
              <th scope="row">
                {look !== undefined && (
                  <svg className={styles.swatch} width="18" height="8" aria-hidden style={swatch(look.color)}>
                    <line x1="1" x2="17" y1="4" y2="4" strokeDasharray={look.dash?.join(' ')} />
                  </svg>
                )}
                {first}
              </th>
              {rest.map((cell, index) => (
                <td key={side.columns[index + 1]}>{cell}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function swatch(color: string): CSSProperties {
  return { stroke: `var(${color})` };
}

/** The latest first: that is what one looks for. */
function Numbers({ figure: { table, title, across } }: { figure: Figure }) {
  const rows = across === 'time' ? table.rows.toReversed() : table.rows;
  return (
    <table className={styles.numbers} aria-label={t('inNumbers', { title })}>
      <thead>
        <tr>
          {table.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row[0]}>
            {row.map((cell, index) => (
              <td key={table.columns[index]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
