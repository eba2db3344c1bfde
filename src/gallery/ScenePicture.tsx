/** A scene drawn once, without motion: in the gallery, and in place of the canvas until that is loaded. */
import { serviceForms } from '../ui/serviceForms.ts';
import styles from './ScenePicture.module.css';
import type { Thumbnail, ThumbnailBox } from './thumbnail.ts';

const RADIUS = { node: 14, pod: 8, service: 26, workload: 10, outside: 26 } as const;

interface ScenePictureProps {
  thumbnail: Thumbnail;
  className?: string | undefined;
}

export function ScenePicture({ thumbnail, className }: ScenePictureProps) {
  return (
    <svg className={className} viewBox={thumbnail.viewBox} aria-hidden="true" focusable="false">
      {thumbnail.boxes.filter(isNode).map(box)}
      {thumbnail.wires.map(({ from, to, form }) => {
        const middle = (from.x + to.x) / 2;
        return (
          <path
            key={`${from.x} ${from.y} ${to.x} ${to.y}`}
            className={styles.wire}
            style={{ stroke: serviceForms[form].color }}
            d={`M${from.x},${from.y} C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`}
          />
        );
      })}
      {thumbnail.boxes.filter((candidate) => !isNode(candidate)).map(box)}
    </svg>
  );
}

/** Wires go over Nodes and under everything else. */
function isNode({ shape }: ThumbnailBox): boolean {
  return shape === 'node';
}

function box({ shape, x, y, width, height, form }: ThumbnailBox) {
  const look = form === null ? undefined : serviceForms[form];
  return (
    <rect
      key={`${shape} ${x} ${y}`}
      className={styles[shape]}
      x={x}
      y={y}
      width={width}
      height={height}
      rx={RADIUS[shape]}
      style={look && { stroke: look.color, fill: look.soft }}
    />
  );
}
