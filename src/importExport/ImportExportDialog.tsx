export function ImportExportDialog(_props: { onClose: () => void }) {
  return null;
}
