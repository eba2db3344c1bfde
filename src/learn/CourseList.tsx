/** The lessons and challenges in their order, each with how far one has come. */
import { BookOpen, Circle, CircleCheck, CircleDashed, type LucideIcon, Play, Wrench } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { type CourseEntry, entryTexts } from '../lessons/lesson.ts';
import { t } from '../messages/learn.ts';
import { Button } from '../ui/Button.tsx';
import { useLanguage } from '../ui/useLanguage.ts';
import styles from './CourseList.module.css';
import type { Mark } from './learning.ts';

interface CourseListProps {
  entries: readonly CourseEntry[];
  markOf: (entry: CourseEntry) => Mark;
  /** Where to go on, if there is such a lesson. */
  resume: CourseEntry | null;
  onOpen: (entry: CourseEntry) => void;
  menu: ReactNode;
}

const marks = {
  new: { icon: Circle, word: () => t('markNew') },
  begun: { icon: CircleDashed, word: () => t('markBegun') },
  done: { icon: CircleCheck, word: () => t('markDone') },
} satisfies Record<Mark, { icon: LucideIcon; word: () => string }>;

export function CourseList({ entries, markOf, resume, onOpen, menu }: CourseListProps) {
  const language = useLanguage();
  const done = entries.filter((entry) => markOf(entry) === 'done').length;
  return (
    <div className={styles.course}>
      <header className={styles.header}>
        <div>
          <h2 className={styles.heading}>{t('course')}</h2>
          <p className={styles.progress}>{t('courseProgress', { done, count: entries.length })}</p>
        </div>
        {menu}
      </header>
      <p className={styles.intro}>{t('courseIntro')}</p>
      {resume !== null && (
        <div className={styles.resume}>
          <Button look="primary" icon={Play} onClick={() => onOpen(resume)}>
            {markOf(resume) === 'begun' ? t('continue') : t('begin')}
          </Button>
          <p>{entryTexts(resume, language).title}</p>
        </div>
      )}
      <ol className={styles.list} aria-label={t('course')}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <EntryButton entry={entry} entries={entries} markOf={markOf} onOpen={onOpen} />
          </li>
        ))}
      </ol>
    </div>
  );
}

interface EntryButtonProps extends Pick<CourseListProps, 'entries' | 'markOf' | 'onOpen'> {
  entry: CourseEntry;
}

function EntryButton({ entry, entries, markOf, onOpen }: EntryButtonProps) {
  const language = useLanguage();
  const id = useId();
  const { title, summary } = entryTexts(entry, language);
  const mark = markOf(entry);
  const { icon: Icon, word } = marks[mark];
  const KindIcon = entry.kind === 'challenge' ? Wrench : BookOpen;
  // Nobody has to be told to go on from the lesson right above.
  const above = entries[entries.indexOf(entry) - 1];
  const missing = entries.filter(
    (each) => entry.prerequisites.includes(each.id) && each !== above && markOf(each) !== 'done',
  );
  const ofText = entry.translations[language] === undefined && language !== 'en' ? { lang: 'en' } : {};
  return (
    <button
      type="button"
      className={styles.entry}
      data-mark={mark}
      aria-labelledby={`${id}mark ${id}title`}
      aria-describedby={`${id}summary ${id}facts ${id}after`}
      onClick={() => onOpen(entry)}
    >
      <span className={styles.mark}>
        <Icon size={16} aria-hidden />
        <span id={`${id}mark`} className="visually-hidden">
          {word()}:
        </span>
      </span>
      <span className={styles.words}>
        <span {...ofText} id={`${id}title`} className={styles.title}>
          {title}
        </span>
        <span {...ofText} id={`${id}summary`} className={styles.summary}>
          {summary}
        </span>
        <span id={`${id}facts`} className={styles.facts}>
          <span>
            <KindIcon size={12} aria-hidden />
            {t(entry.kind)}
          </span>
          <span>{t('minutes', { count: entry.minutes })}</span>
          {mark !== 'new' && <span aria-hidden>{word()}</span>}
        </span>
        {mark === 'new' && missing.length > 0 && (
          <span id={`${id}after`} className={styles.facts}>
            {t('after', { lessons: missing.map((each) => entryTexts(each, language).title).join(', ') })}
          </span>
        )}
      </span>
    </button>
  );
}
