/** The playground as a link: this very moment, or the scene from its start; a file when it is too much for a link. */
import { Check, Copy, Download } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { t } from '../messages/sharing.ts';
import { download } from '../playground/download.ts';
import type { Playground } from '../playground/playground.ts';
import { usePlayground } from '../playground/react.ts';
import { exportText, fileNameFor } from '../playground/sceneFile.ts';
import { MOST_LINK_CHARACTERS, writeShareCode } from '../playground/share.ts';
import { timeInWords } from '../playground/words.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { rich } from '../ui/rich.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { homeOfEmbeds, pageForOthers } from '../ui/site.ts';
import { type Extent, extents, sharedAs } from './extents.ts';
import styles from './ShareDialog.module.css';

async function linkTo(page: string, extent: Extent, playground: Playground): Promise<string> {
  const code = await writeShareCode(sharedAs(extent, playground));
  return `${page}#s=${code}`;
}

export function ShareDialog({ onClose }: { onClose: () => void }) {
  const playground = usePlayground();
  const [extent, setExtent] = useState<Extent>('moment');
  const [link, setLink] = useState<string | null>(null);
  const [isCopied, setCopied] = useState(false);
  const linkId = useId();
  const page = pageForOthers();

  useEffect(() => {
    let isCurrent = true;
    setCopied(false);
    if (page === null) return;
    void linkTo(page, extent, playground).then((made) => {
      if (isCurrent) setLink(made);
    });
    return () => {
      isCurrent = false;
    };
  }, [page, playground, extent]);

  return (
    <Dialog title={t('title')} onClose={onClose}>
      <div className={styles.panel}>
        <Segmented label={t('whatItOpens')} options={extents} value={extent} onChange={setExtent} />
        <p className={styles.explanation}>
          {extent === 'moment'
            ? t('explainMoment', { time: timeInWords(playground.shared().at) })
            : t('explainStart')}
        </p>
        {page === null ? (
          <AsFile why={t('noAddress')} />
        ) : link !== null && link.length > MOST_LINK_CHARACTERS ? (
          <AsFile why={t('tooLong', { count: link.length, most: MOST_LINK_CHARACTERS })} />
        ) : (
          <>
            <label className={styles.label} htmlFor={linkId}>
              {t('link')}
            </label>
            <div className={styles.row}>
              <input
                id={linkId}
                className={styles.link}
                readOnly
                value={link ?? t('making')}
                onFocus={(event) => event.target.select()}
              />
              <Button
                look="primary"
                icon={isCopied ? Check : Copy}
                onClick={() => {
                  if (link !== null) void navigator.clipboard.writeText(link).then(() => setCopied(true));
                }}
              >
                {isCopied ? t('copied') : t('copy')}
              </Button>
            </div>
            <p className={styles.note}>{t('size', { count: link?.length ?? 0 })}</p>
            <ChatPage />
          </>
        )}
      </div>
    </Dialog>
  );
}

/** What is in a link's hash reaches no chat; a ready-made scene as it begins has a page that does. */
function ChatPage() {
  const { id, entries } = usePlayground().shared();
  const home = homeOfEmbeds();
  if (home === null || id === null || entries.length > 0) return null;
  const address = new URL(`scenes/${id}.html`, home).href;
  return (
    <p className={styles.note}>
      {rich(t.rich('chatPage', { page: (words) => <a href={address}>{words}</a> }))}{' '}
      <CopyButton text={address} label={t('copyChatPage')} />
    </p>
  );
}

function AsFile({ why }: { why: string }) {
  const playground = usePlayground();
  const save = async () =>
    download(fileNameFor(playground.store.getState().scene.title), await exportText(playground));
  return (
    <>
      <p role="alert" className={styles.explanation}>
        {why}
      </p>
      <Button look="primary" icon={Download} onClick={() => void save()}>
        {t('download')}
      </Button>
    </>
  );
}
