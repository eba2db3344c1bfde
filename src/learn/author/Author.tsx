/** Writing a lesson beside the canvas that it is about: its text, what it will look like, and whether it can be done. */
import {
  ArrowLeft,
  BookmarkCheck,
  Camera,
  Circle,
  CircleQuestionMark,
  Download,
  Ellipsis,
  FilePlus,
  FolderDown,
  Heading2,
  Lightbulb,
  type LucideIcon,
  MonitorCog,
  NotebookText,
  Play,
  Plus,
  Square,
  SquareTerminal,
  Target,
  Upload,
} from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import {
  type BlockName,
  blockTemplates,
  insertBlock,
  newLesson,
  stepAt,
  stepsOf,
  withStart,
} from '../../lessons/authoring.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import { readLessonFiles } from '../../lessons/readLesson.ts';
import { writeLesson, writeLessonFile } from '../../lessons/writeLesson.ts';
import { t } from '../../messages/author.ts';
import { download } from '../../playground/download.ts';
import { usePlayground } from '../../playground/react.ts';
import { exportText } from '../../playground/sceneFile.ts';
import { zip } from '../../playground/zip.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { authorSwitch } from '../authorSwitch.ts';
import styles from './Author.module.css';
import { authoring, startRecording, stopRecording } from './authoring.ts';
import { Check, type Reading } from './Check.tsx';
import { GoalOffers } from './GoalOffers.tsx';
import { filesOf } from './lessonFiles.ts';
import { Preview } from './Preview.tsx';
import { ToolChoice } from './ToolChoice.tsx';

type Side = 'preview' | 'check' | 'tools';

const sides = [
  {
    value: 'preview',
    get label() {
      return t('preview');
    },
  },
  {
    value: 'check',
    get label() {
      return t('check');
    },
  },
  {
    value: 'tools',
    get label() {
      return t('tools');
    },
  },
] as const satisfies readonly { value: Side; label: string }[];

const blockIcons = {
  step: Heading2,
  predict: CircleQuestionMark,
  goal: Target,
  hints: Lightbulb,
  run: SquareTerminal,
  show: MonitorCog,
  notes: NotebookText,
  summary: BookmarkCheck,
} satisfies Record<BlockName, LucideIcon>;

const READ_AFTER_MS = 250;

/** `onTry` does the lesson as a learner would. */
export function Author({ onTry }: { onTry: (lesson: Lesson) => void }) {
  const playground = usePlayground();
  const { text, recording, offers } = useStore(authoring);
  const area = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [offset, setOffset] = useState(0);
  const [side, setSide] = useState<Side>('preview');
  const [said, setSaid] = useState('');
  const reading = useReading(text);
  const { lesson } = reading;
  const id = lesson?.id ?? 'lesson';

  useEffect(() => {
    if (authoring.getState().text === '') void begin();
  });

  async function begin(): Promise<void> {
    const start = await exportText(playground);
    authoring.setState({ text: newLesson(playground.store.getState().scene.title, start) });
  }

  function write(next: string, cursor = offset): void {
    authoring.setState({ text: next });
    setOffset(cursor);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(cursor, cursor);
    });
  }

  function insert(name: BlockName): void {
    const at = area.current?.selectionStart ?? offset;
    const { text: next, cursor } = insertBlock(text, at, blockTemplates[name](stepsOf(text).length + 1));
    write(next, cursor);
  }

  async function takeScene(): Promise<void> {
    authoring.setState({ text: withStart(text, await exportText(playground)) });
    setSaid(t('sceneTaken'));
  }

  async function open(files: FileList | null): Promise<void> {
    if (files === null || files.length === 0) return;
    const texts = await filesOf(files);
    const [only, ...others] = Object.values(texts);
    const { lesson: read, problems } = readLessonFiles(texts);
    if (others.length === 0 && only !== undefined) authoring.setState({ text: only });
    else if (read !== null) authoring.setState({ text: writeLessonFile(read) });
    else setSaid(t('notOpened', { message: problems[0]?.message ?? '' }));
  }

  function goToLine(line: number): void {
    const at =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    area.current?.focus();
    area.current?.setSelectionRange(at, at);
    setOffset(at);
  }

  return (
    <section className={styles.author} aria-label={t('title')}>
      <header className={styles.header}>
        <IconButton
          label={t('leave')}
          icon={ArrowLeft}
          iconSize={16}
          onClick={() => authorSwitch.setState({ isOn: false })}
        />
        <h2>{t('title')}</h2>
        <Menu
          label={t('file')}
          icon={Ellipsis}
          items={[
            { label: t('new'), icon: FilePlus, run: () => void begin() },
            { label: t('open'), icon: Upload, run: () => chooser.current?.click() },
            { label: t('saveFile'), icon: Download, run: () => download(`${id}.md`, text, 'text/markdown') },
            ...(lesson === null
              ? []
              : [{ label: t('saveFolder'), icon: FolderDown, run: () => saveFolder(lesson) }]),
          ]}
        />
        <input
          ref={chooser}
          type="file"
          multiple
          accept=".md,.yaml,.yml,.sh"
          aria-label={t('open')}
          hidden
          onChange={({ target }) => {
            void open(target.files);
          }}
        />
      </header>
      <div role="toolbar" aria-label={t('edit')} className={styles.bar}>
        <Menu
          label={t('insert')}
          icon={Plus}
          items={(Object.keys(blockTemplates) as BlockName[]).map((name) => ({
            label: t(`block.${name}`),
            icon: blockIcons[name],
            run: () => insert(name),
          }))}
        />
        <Button size="small" icon={Camera} onClick={() => void takeScene()}>
          {t('takeScene')}
        </Button>
        <Button
          size="small"
          icon={recording === null ? Circle : Square}
          aria-pressed={recording !== null}
          onClick={() =>
            recording === null ? startRecording(playground, offset) : stopRecording(playground)
          }
        >
          {t(recording === null ? 'record' : 'stopRecording')}
        </Button>
        <Button
          size="small"
          look="primary"
          icon={Play}
          disabled={lesson === null}
          onClick={() => lesson !== null && onTry(lesson)}
        >
          {t('try')}
        </Button>
      </div>
      <p role="status" className={styles.said}>
        {recording === null ? said : t('recording', { count: recording.lines.length })}
      </p>
      {offers !== null && <GoalOffers offers={offers} />}
      <textarea
        ref={area}
        className={styles.text}
        aria-label={t('text')}
        spellCheck={false}
        translate="no"
        value={text}
        onChange={({ target }) => authoring.setState({ text: target.value })}
        onSelect={({ currentTarget }) => setOffset(currentTarget.selectionStart)}
      />
      <Segmented label={t('below')} options={sides} value={side} onChange={setSide} />
      <div className={styles.below}>
        {side === 'preview' && <Preview text={reading.text} step={stepAt(text, offset)?.id ?? null} />}
        {side === 'check' && <Check reading={reading} onLine={goToLine} />}
        {side === 'tools' && (
          <ToolChoice text={text} onChange={(next) => authoring.setState({ text: next })} />
        )}
      </div>
    </section>
  );
}

function saveFolder(lesson: Lesson): void {
  const files = Object.entries(writeLesson(lesson)).map(([name, content]) => ({
    name: `${lesson.id}/${name}`,
    text: content,
  }));
  download(`${lesson.id}.zip`, zip(files), 'application/zip');
}

/** A moment after the last key. */
function useReading(text: string): Reading {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const read = useMemo(() => readLessonFiles({ 'lesson.md': settled }, { id: idOf(settled) }), [settled]);
  return { ...read, isOfNow: settled === text };
}

/** From the title, so that files are told apart. */
function idOf(text: string): string {
  const title = /^title:\s*["']?(.*?)["']?\s*$/m.exec(text)?.[1] ?? '';
  return (
    title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'lesson'
  );
}
