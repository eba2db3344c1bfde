/** The button in the bar that shows at which packets the clock stops; the list itself comes when it is first opened. */
import { OctagonPause } from 'lucide-react';
import { Suspense, useId, useRef, useState } from 'react';
import { t } from '../messages/breakpoints.ts';
import { usePlaygroundState } from '../playground/react.ts';
import { IconButton } from '../ui/Button.tsx';
import { lazyComponent } from '../ui/lazyComponent.ts';
import styles from './Breakpoints.module.css';

const BreakpointList = lazyComponent(() =>
  import('./BreakpointList.tsx').then((module) => module.BreakpointList),
);

export function Breakpoints() {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const count = usePlaygroundState((state) => state.breakpoints.filter(({ isEnabled }) => isEnabled).length);
  const isStopped = usePlaygroundState((state) => state.stoppedBy !== null);

  function open() {
    const anchor = button.current!.getBoundingClientRect();
    const box = list.current!;
    const width = Math.min(360, innerWidth - 16);
    box.style.bottom = `${innerHeight - anchor.top + 10}px`;
    box.style.left = `${Math.max(8, Math.min(anchor.left - 40, innerWidth - width - 8))}px`;
    box.showPopover();
  }

  return (
    <>
      <IconButton
        ref={button}
        className={styles.button}
        label={
          count === 0
            ? t('breakpoints')
            : t('countOfBreakpoints', { count, isStopped: isStopped ? 'yes' : 'no' })
        }
        icon={OctagonPause}
        aria-haspopup="dialog"
        aria-controls={id}
        data-count={count > 0 || undefined}
        data-stopped={isStopped || undefined}
        onClick={open}
      />
      <div
        ref={list}
        id={id}
        role="dialog"
        aria-label={t('breakpoints')}
        popover="auto"
        className={styles.breakpoints}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {isOpen && (
          <Suspense fallback={null}>
            <BreakpointList />
          </Suspense>
        )}
      </div>
    </>
  );
}
