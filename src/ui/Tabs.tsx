/** Tabs with one tab stop: arrow keys, Home and End move along, as the ARIA pattern wants it. */
import { type KeyboardEvent, type ReactNode, Suspense, useEffect, useId, useRef } from 'react';
import { t } from '../messages/ui.ts';
import styles from './Tabs.module.css';

export interface Tab<Id extends string> {
  id: Id;
  label: string;
  /** A small figure behind the label. */
  count?: number;
  /** What the panel shows; another subject starts at its top. */
  subject?: string;
  panel: () => ReactNode;
}

interface TabsProps<Id extends string> {
  /** Names the list of tabs. */
  label: string;
  tabs: readonly Tab<Id>[];
  selected: Id;
  onSelect: (id: Id) => void;
  size?: 'regular' | 'compact';
  /** Controls at the end of the row of tabs. */
  actions?: ReactNode;
  /** Only the row is drawn, without what it opens. */
  isCollapsed?: boolean;
}

export function Tabs<Id extends string>({
  label,
  tabs,
  selected,
  onSelect,
  size = 'regular',
  actions,
  isCollapsed = false,
}: TabsProps<Id>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find((tab) => tab.id === selected) ?? tabs[0];

  const currentId = current?.id;
  useEffect(() => {
    // On a narrow screen the row is longer than what is seen of it.
    if (currentId === undefined) return;
    list.current
      ?.querySelector('[aria-selected=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [currentId]);

  function onKeyDown(event: KeyboardEvent) {
    const index = tabs.findIndex((tab) => tab.id === current?.id);
    const target = targetOf(event.key, index, tabs.length);
    const next = target === undefined ? undefined : tabs[target];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[target!]?.focus();
  }

  return (
    <div className={styles.tabs} data-size={size}>
      <div className={styles.row}>
        <div role="tablist" aria-label={label} className={styles.list} ref={list} onKeyDown={onKeyDown}>
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${id}${tab.id}-tab`}
              aria-selected={tab.id === current?.id}
              aria-controls={tab.id === current?.id && !isCollapsed ? `${id}-panel` : undefined}
              tabIndex={tab.id === current?.id ? 0 : -1}
              className={styles.tab}
              onClick={() => onSelect(tab.id)}
            >
              {tab.label}
              {tab.count !== undefined && tab.count > 0 && <span className={styles.count}>{tab.count}</span>}
            </button>
          ))}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {current && !isCollapsed && (
        <div
          key={`${current.id} ${current.subject ?? ''}`}
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}${current.id}-tab`}
          className={styles.panel}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
        >
          <Suspense fallback={<p className={styles.loading}>{t('loading')}</p>}>{current.panel()}</Suspense>
        </div>
      )}
    </div>
  );
}

function targetOf(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (index + 1) % count;
  if (key === 'ArrowLeft') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
