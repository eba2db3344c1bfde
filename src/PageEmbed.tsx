/** The embed dialog with what the canvas adds to it: the picture that stands still. */
import { useCallback } from 'react';
import { takeSvg } from './canvas/picture/takePicture.ts';
import { usePlayground } from './playground/react.ts';
import { EmbedDialog } from './sharing/EmbedDialog.tsx';

export function PageEmbed({ onClose }: { onClose: () => void }) {
  const playground = usePlayground();
  const drawPicture = useCallback(
    (theme: 'light' | 'dark') => {
      const { view } = playground.store.getState();
      return takeSvg(playground, { theme, view, hasPackets: true, scale: 1 });
    },
    [playground],
  );
  return <EmbedDialog onClose={onClose} drawPicture={drawPicture} />;
}
