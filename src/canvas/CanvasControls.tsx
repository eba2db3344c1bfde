/** Zoom, fit and tidy, for those without a wheel. */
import { Maximize, WandSparkles, ZoomIn, ZoomOut } from 'lucide-react';
import { t } from '../messages/canvas.ts';

interface CanvasControlsProps {
  onZoomIn(): void;
  onZoomOut(): void;
  onFit(): void;
  /** Absent where nothing can be changed. */
  onTidy?: (() => void) | undefined;
}

export function CanvasControls({ onZoomIn, onZoomOut, onFit, onTidy }: CanvasControlsProps) {
  const buttons = [
    { label: t('zoomIn'), icon: ZoomIn, run: onZoomIn },
    { label: t('zoomOut'), icon: ZoomOut, run: onZoomOut },
    { label: t('zoomToFit'), icon: Maximize, run: onFit },
    ...(onTidy === undefined ? [] : [{ label: t('tidy'), icon: WandSparkles, run: onTidy }]),
  ];
  return (
    <div className="kh-controls" role="toolbar" aria-label={t('canvas')}>
      {buttons.map(({ label, icon: Icon, run }) => (
        <button key={label} type="button" aria-label={label} title={label} onClick={run}>
          <Icon size={16} strokeWidth={1.9} aria-hidden />
        </button>
      ))}
    </div>
  );
}
