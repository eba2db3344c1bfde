/** The canvas on which a scene is edited. */
import { FlowStage } from './flow/FlowStage.tsx';
import { type CanvasProps, SceneCanvas } from './SceneCanvas.tsx';

export function Canvas(props: CanvasProps) {
  return <FlowStage>{(stage) => <SceneCanvas stage={stage} {...props} />}</FlowStage>;
}
