/** Zoom, fit and tidy, for those without a wheel. */
import { Maximize, WandSparkles, ZoomIn, ZoomOut } from 'lucide-react';

interface CanvasControlsProps {
  onZoomIn(): void;
  onZoomOut(): void;
  onFit(): void;
  /** Absent where nothing can be changed. */
  onTidy?: (() => void) | undefined;
}

export function CanvasControls({ onZoomIn, onZoomOut, onFit, onTidy }: CanvasControlsProps) {
  const buttons = [
    { label: 'Zoom in', icon: ZoomIn, run: onZoomIn },
    { label: 'Zoom out', icon: ZoomOut, run: onZoomOut },
    { label: 'Zoom to fit', icon: Maximize, run: onFit },
    ...(onTidy === undefined ? [] : [{ label: 'Tidy', icon: WandSparkles, run: onTidy }]),
  ];
  return (
    <div className="kh-controls" role="toolbar" aria-label="Canvas">
      {buttons.map(({ label, icon: Icon, run }) => (
        <button key={label} type="button" aria-label={label} title={label} onClick={run}>
          <Icon size={16} strokeWidth={1.9} aria-hidden />
        </button>
      ))}
    </div>
  );
}
