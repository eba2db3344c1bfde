/** Keeps a crash in its panel: the rest of the page goes on, and the panel can be loaded again. */
import { Component, type ReactNode } from 'react';
import { t } from '../messages/ui.ts';
import { Button } from './Button.tsx';
import styles from './PanelBoundary.module.css';

interface PanelBoundaryProps {
  /** What failed, as the page calls it: `Inspector`. */
  name: string;
  children: ReactNode;
}

export class PanelBoundary extends Component<PanelBoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div className={styles.failed} role="alert">
        <p className={styles.title}>{t('panelFailed', { name: this.props.name })}</p>
        <p className={styles.message}>{error.message}</p>
        <p>{t('everythingElseGoesOnAndNothing')}</p>
        <Button onClick={() => this.setState({ error: null })}>{t('reloadPanel')}</Button>
      </div>
    );
  }
}
