/** The import and export dialog with what the canvas adds to it: pictures. */
import { PicturePanel } from './canvas/picture/PicturePanel.tsx';
import { ImportExportDialog } from './importExport/ImportExportDialog.tsx';

export function PageImportExport({ onClose }: { onClose: () => void }) {
  return <ImportExportDialog onClose={onClose} picture={() => <PicturePanel />} />;
}
