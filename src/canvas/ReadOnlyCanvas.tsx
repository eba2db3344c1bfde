/** The canvas without what changes a scene: one can look, follow packets and select. */
import { useState } from 'react';
import { createPlainStage } from './plain/plainStage.tsx';
import { type CanvasProps, SceneCanvas } from './SceneCanvas.tsx';

export function ReadOnlyCanvas(props: CanvasProps) {
  const [stage] = useState(createPlainStage);
  return <SceneCanvas stage={stage} {...props} />;
}
