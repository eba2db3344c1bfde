/** The playground in somebody's own page: how it shall look, as a live preview, and what to paste there. */
import { Download } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { languages, offeredLanguages } from '../messages/language.ts';
import { sceneText } from '../messages/scenes.ts';
import { t } from '../messages/sharing.ts';
import { download } from '../playground/download.ts';
import { usePlayground } from '../playground/react.ts';
import { exportText, fileNameFor } from '../playground/sceneFile.ts';
import { MOST_LINK_CHARACTERS } from '../playground/share.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { NumberInput, SelectInput, SwitchInput } from '../ui/controls.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { homeOfEmbeds } from '../ui/site.ts';
import styles from './EmbedDialog.module.css';
import { DEFAULT_HEIGHT, type EmbedOptions } from './embedOptions.ts';
import { type Extent, extents, sceneOfEmbed } from './extents.ts';
import { type Embedded, frameAddress, type SnippetId, snippetIds, snippets } from './snippets.ts';

type Choices = Required<Pick<EmbedOptions, 'theme' | 'controls' | 'editable' | 'autoplay' | 'height'>> & {
  view: NonNullable<EmbedOptions['view']>;
  /** null: that of the text around it. */
  lang: string | null;
  /** null: as wide as there is room. */
  width: number | null;
};

interface EmbedDialogProps {
  onClose: () => void;
  /** The scene as an SVG file. */
  drawPicture: (theme: 'light' | 'dark') => Promise<string>;
}

const views = { Concept: 'concept', Endpoints: 'endpoints', PacketPath: 'packet-path' } as const;

export function EmbedDialog({ onClose, drawPicture }: EmbedDialogProps) {
  const home = homeOfEmbeds();
  return (
    <Dialog title={t('embedTitle')} onClose={onClose} width={home === null ? 560 : 920}>
      {home === null ? (
        <AsFile why={t('embedNoAddress')} />
      ) : (
        <Embedding home={home} drawPicture={drawPicture} />
      )}
    </Dialog>
  );
}

function Embedding({ home, drawPicture }: Pick<EmbedDialogProps, 'drawPicture'> & { home: string }) {
  const playground = usePlayground();
  const [extent, setExtent] = useState<Extent>('moment');
  const [choices, setChoices] = useState<Choices>(() => ({
    view: views[playground.store.getState().view],
    theme: 'auto',
    controls: 'full',
    editable: false,
    autoplay: true,
    height: DEFAULT_HEIGHT,
    lang: null,
    width: null,
  }));
  const [hasPicture, setHasPicture] = useState(false);
  const [target, setTarget] = useState<SnippetId>('html');
  const [scene, setScene] = useState<string | null>(null);
  const [poster, setPoster] = useState<string | null>(null);
  const choose = (chosen: Partial<Choices>) => setChoices((before) => ({ ...before, ...chosen }));
  const title = sceneText(playground.store.getState().scene.title);
  const isTooLong = scene !== null && scene.length > MOST_LINK_CHARACTERS;

  useEffect(() => {
    let isCurrent = true;
    void sceneOfEmbed(extent, playground).then((made) => {
      if (isCurrent) setScene(made);
    });
    return () => {
      isCurrent = false;
    };
  }, [playground, extent]);

  useEffect(() => {
    let isCurrent = true;
    setPoster(null);
    if (hasPicture)
      void drawPicture(choices.theme === 'dark' ? 'dark' : 'light').then((svg) => {
        if (isCurrent) setPoster(`data:image/svg+xml,${encodeURIComponent(svg)}`);
      });
    return () => {
      isCurrent = false;
    };
  }, [hasPicture, choices.theme, drawPicture]);

  const { lang, width, ...looks } = choices;
  const options: EmbedOptions = lang === null ? looks : { ...looks, lang };
  const embedded: Embedded | null =
    scene === null
      ? null
      : {
          home,
          title,
          options: { scene: isTooLong ? fileNameFor(title) : scene, ...options },
          width,
          poster,
        };

  return (
    <>
      <div className={styles.panel}>
        <div className={styles.choices}>
          <Segmented label={t('whatItOpens')} options={extents} value={extent} onChange={setExtent} />
          <Looks choices={choices} onChoose={choose} />
          <Field label={t('embedPicture')} help={t('explainPicture')}>
            {(ids) => (
              <SwitchInput
                {...ids}
                isOn={hasPicture}
                onLabel={t('yes')}
                offLabel={t('no')}
                onCommit={setHasPicture}
              />
            )}
          </Field>
        </div>
        <Preview
          address={scene === null ? null : frameAddress({ home, options: { ...options, scene } })}
          height={choices.height}
          width={width}
        />
      </div>
      {isTooLong && <AsFile why={t('embedTooLong', { file: fileNameFor(title) })} />}
      <Snippets target={target} onTarget={setTarget} embedded={embedded} />
    </>
  );
}

function AsFile({ why }: { why: string }) {
  const playground = usePlayground();
  const file = fileNameFor(sceneText(playground.store.getState().scene.title));
  return (
    <div role="alert" className={styles.tooLong}>
      <p>{why}</p>
      <Button
        icon={Download}
        onClick={() => void exportText(playground).then((text) => download(file, text))}
      >
        {t('download')}
      </Button>
    </div>
  );
}

/** Those of narrow text columns and of wide ones. */
const WIDTHS = [480, 640, 800] as const;

function Looks({ choices, onChoose }: { choices: Choices; onChoose: (chosen: Partial<Choices>) => void }) {
  return (
    <>
      <Field label={t('embedView')}>
        {(ids) => (
          <SelectInput
            {...ids}
            value={choices.view}
            options={[
              { value: 'concept', label: t('viewConcept') },
              { value: 'endpoints', label: t('viewEndpoints') },
              { value: 'packet-path', label: t('viewPacketPath') },
            ]}
            onCommit={(view) => onChoose({ view: view as Choices['view'] })}
          />
        )}
      </Field>
      <Field label={t('embedTheme')}>
        {(ids) => (
          <SelectInput
            {...ids}
            value={choices.theme}
            options={[
              { value: 'auto', label: t('themeAuto') },
              { value: 'light', label: t('themeLight') },
              { value: 'dark', label: t('themeDark') },
            ]}
            onCommit={(theme) => onChoose({ theme: theme as Choices['theme'] })}
          />
        )}
      </Field>
      <Field label={t('embedControls')}>
        {(ids) => (
          <SelectInput
            {...ids}
            value={choices.controls}
            options={[
              { value: 'full', label: t('controlsFull') },
              { value: 'play', label: t('controlsPlay') },
              { value: 'none', label: t('controlsNone') },
            ]}
            onCommit={(controls) => onChoose({ controls: controls as Choices['controls'] })}
          />
        )}
      </Field>
      <Field label={t('embedHeight')}>
        {(ids) => (
          <NumberInput
            {...ids}
            label={t('embedHeight')}
            value={String(choices.height)}
            lowest={160}
            highest={1600}
            step={20}
            onCommit={(text) => {
              const height = Math.round(Number(text));
              if (height >= 160 && height <= 1600) onChoose({ height });
            }}
          />
        )}
      </Field>
      <Field label={t('embedWidth')}>
        {(ids) => (
          <SelectInput
            {...ids}
            value={String(choices.width ?? '')}
            options={[
              { value: '', label: t('widthFull') },
              ...WIDTHS.map((width) => ({ value: String(width), label: t('widthOf', { width }) })),
            ]}
            onCommit={(width) => onChoose({ width: width === '' ? null : Number(width) })}
          />
        )}
      </Field>
      <Field label={t('embedLanguage')}>
        {(ids) => (
          <SelectInput
            {...ids}
            value={choices.lang ?? ''}
            options={[
              { value: '', label: t('themeAuto') },
              ...offeredLanguages.map((lang) => ({ value: lang, label: languages[lang].name })),
            ]}
            onCommit={(lang) => onChoose({ lang: lang === '' ? null : lang })}
          />
        )}
      </Field>
      {(['autoplay', 'editable'] as const).map((name) => (
        <Field key={name} label={t(name === 'autoplay' ? 'embedAutoplay' : 'embedEditable')}>
          {(ids) => (
            <SwitchInput
              {...ids}
              isOn={choices[name]}
              onLabel={t('yes')}
              offLabel={t('no')}
              onCommit={(isOn) => onChoose({ [name]: isOn })}
            />
          )}
        </Field>
      ))}
    </>
  );
}

interface PreviewProps {
  address: string | null;
  height: number;
  width: number | null;
}

/** The page of the iframe, in its height; what does not fit is scrolled to. */
function Preview({ address, height, width }: PreviewProps) {
  return (
    <section className={styles.preview} aria-label={t('embedPreview')}>
      {address !== null && (
        // A new page for each address: a changed hash alone would load nothing.
        <iframe
          key={address}
          className={styles.frame}
          title={t('embedPreview')}
          src={address}
          sandbox="allow-scripts allow-same-origin"
          style={{ height, maxWidth: width ?? undefined }}
        />
      )}
    </section>
  );
}

interface SnippetsProps {
  target: SnippetId;
  onTarget: (target: SnippetId) => void;
  embedded: Embedded | null;
}

function Snippets({ target, onTarget, embedded }: SnippetsProps) {
  const id = useId();
  const { files, write } = snippets[target];
  const texts = embedded === null ? [] : write(embedded);
  return (
    <>
      <div className={styles.targets}>
        <Segmented
          label={t('embedWhere')}
          options={snippetIds.map((value) => ({ value, label: snippets[value].label }))}
          value={target}
          onChange={onTarget}
        />
      </div>
      {texts.map((text, index) => (
        <div key={files[index]} className={styles.snippet}>
          <span id={`${id}-${index}`} className={styles.file} translate="no">
            {files[index]}
          </span>
          <CopyButton
            text={text}
            label={t('embedCopy', { file: files[index] ?? '' })}
            className={styles.copy}
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
          <section className={styles.code} tabIndex={0} aria-labelledby={`${id}-${index}`} translate="no">
            <code>{text}</code>
          </section>
        </div>
      ))}
      {target === 'hugo' && <p className={styles.note}>{t('embedFiles', { folder: 'integrations/hugo' })}</p>}
    </>
  );
}
