/** Lessons that are no part of the course: one to write, or one from a file. */
import { PenLine, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { t } from '../messages/author.ts';
import { usePlayground } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { authorSwitch } from './authorSwitch.ts';
import styles from './Learn.module.css';
import { openOwnLesson } from './learning.ts';

export function OwnLessons() {
  const playground = usePlayground();
  const chooser = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState('');

  async function open(files: FileList | null): Promise<void> {
    if (files === null || files.length === 0) return;
    const [{ filesOf }, { readLessonFiles }, { problemLine }] = await Promise.all([
      import('./author/lessonFiles.ts'),
      import('../lessons/readLesson.ts'),
      import('../lessons/lesson.ts'),
    ]);
    const { lesson, problems } = readLessonFiles(await filesOf(files));
    if (lesson === null) setFailure(t('notOpened', { message: problems.map(problemLine)[0] ?? '' }));
    else await openOwnLesson(playground, lesson);
  }

  return (
    <footer className={styles.own}>
      <Button size="small" icon={PenLine} onClick={() => authorSwitch.setState({ isOn: true })}>
        {t('write')}
      </Button>
      <Button size="small" icon={Upload} onClick={() => chooser.current?.click()}>
        {t('openLesson')}
      </Button>
      <input
        ref={chooser}
        type="file"
        multiple
        accept=".md,.yaml,.yml,.sh"
        aria-label={t('openLesson')}
        hidden
        onChange={({ target }) => void open(target.files)}
      />
      <p role="status" className={styles.failed}>
        {failure}
      </p>
    </footer>
  );
}
