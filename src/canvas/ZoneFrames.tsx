/** What lies behind the cards: the dot grid, and the two zones of what is on the internet and what is in the cluster. */
import { memo } from 'react';
import { t } from '../messages/canvas.ts';
import type { Zone } from './zones.ts';

export const ZoneFrames = memo(function ZoneFrames({ zones }: { zones: readonly Zone[] }) {
  return (
    <>
      <div className="kh-dots" />
      {zones.map(({ title, x, y, width, height }) => (
        <div
          key={title}
          className="kh-zone"
          style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
        >
          <span className="kh-zone-title">{t(`zone.${title}`)}</span>
        </div>
      ))}
    </>
  );
});
