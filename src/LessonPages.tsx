/** What there is of a lesson beside the playground: its sheet for the printer, its slides, the window of notes. */
import { StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import { stillPicture } from './canvas/picture/stillPicture.ts';
import { NotesPage } from './learn/presenter/NotesPage.tsx';
import { LessonSheet } from './learn/print/LessonSheet.tsx';
import { answersOf } from './lessons/answers.ts';
import type { Lesson } from './lessons/lesson.ts';
import { findLesson } from './lessons/openLesson.ts';
import { currentLanguage } from './messages/language.ts';
import { t } from './messages/presenter.ts';
import { download } from './playground/download.ts';
import { InEveryLanguage } from './ui/InEveryLanguage.tsx';

/** The cluster as the lesson begins, as an SVG; nothing moves on paper. */
function pictureOf({ start }: Lesson): string {
  return stillPicture(start, false).light;
}

export function showNotes(root: Root, id: string): void {
  root.render(
    <StrictMode>
      <InEveryLanguage>
        <NotesPage id={id} />
      </InEveryLanguage>
    </StrictMode>,
  );
}

export async function showSheet(root: Root, which: string): Promise<void> {
  const { lesson, failure } = await findLesson(which, currentLanguage());
  if (lesson === null) {
    root.render(<p role="alert">{failure ?? t('sheet.failure')}</p>);
    return;
  }
  document.title = `${lesson.head.title} · Kubehop`;
  const picture = `data:image/svg+xml,${encodeURIComponent(pictureOf(lesson))}`;
  root.render(
    <LessonSheet
      lesson={lesson}
      answers={await answersOf(lesson)}
      picture={<img src={picture} alt={t('sheet.scene')} />}
    />,
  );
}

export async function saveSlides(lesson: Lesson): Promise<void> {
  const { slidesFile } = await import('./learn/print/slides.tsx');
  const answers = await answersOf(lesson);
  const file = slidesFile({ lesson, answers, picture: pictureOf(lesson), language: lesson.language });
  download(`${lesson.id}-slides.html`, file, 'text/html');
}
