/** A lesson as slides in one file: a title, a slide or two for each step, the summary. It needs nothing else to be shown. */
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Lesson } from '../../lessons/lesson.ts';
import { predictionsOf } from '../../lessons/lesson.ts';
import { t } from '../../messages/presenter.ts';
import { TextAlone } from '../LessonText.tsx';
import { Answer, Part } from './LessonSheet.tsx';

interface SlidesInput {
  lesson: Lesson;
  answers: Readonly<Record<string, string | null>>;
  /** An SVG of the cluster as it begins. */
  picture: string;
  language: string;
}

export function slidesFile({ lesson, answers, picture, language }: SlidesInput): string {
  const place = document.createElement('div');
  const root = createRoot(place);
  flushSync(() => root.render(<Slides lesson={lesson} answers={answers} picture={picture} />));
  // Class names belong to the page's style sheet, which is not there.
  for (const element of place.querySelectorAll('[class]'))
    if (!element.closest('[data-keep]')) element.removeAttribute('class');
  const body = place.innerHTML;
  root.unmount();
  const title = new Option(lesson.head.title).innerHTML;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function Slides({ lesson, answers, picture }: Omit<SlidesInput, 'language'>) {
  const { title, summary, minutes, kubernetes } = lesson.head;
  return (
    <TextAlone>
      <section>
        <h1>{title}</h1>
        <p>{summary}</p>
        <p>
          <small>{t('sheet.meta', { minutes, version: kubernetes })}</small>
        </p>
      </section>
      <section>
        <img src={`data:image/svg+xml,${encodeURIComponent(picture)}`} alt={t('sheet.scene')} />
      </section>
      {lesson.steps.flatMap((step) => [
        <section key={step.id}>
          <h2>{step.title}</h2>
          {step.parts.map((part) => (
            <Part key={part.line} part={part} />
          ))}
        </section>,
        ...predictionsOf(step).map((question) => (
          <section key={`${step.id} ${question.id}`}>
            <Answer question={question} value={answers[question.id] ?? null} />
          </section>
        )),
      ])}
    </TextAlone>
  );
}

const STYLE = `
:root { color-scheme: light; font: 400 min(2.6vw, 4.4vh)/1.4 system-ui, sans-serif; color: #14181f; background: #fff; }
body { margin: 0; }
section { box-sizing: border-box; display: flex; flex-direction: column; justify-content: center; gap: .5em; min-height: 100vh; padding: 5vh 8vw; break-after: page; }
body.one section { display: none; }
body.one section.now { display: flex; }
h1 { font-size: 2em; line-height: 1.15; margin: 0; } h2 { font-size: 1.4em; margin: 0; } h3 { font-size: .75em; color: #566072; margin: 0; }
p, ul, ol, pre { margin: 0; } small { color: #566072; } img { width: 100%; max-height: 90vh; object-fit: contain; }
code, pre { font-family: ui-monospace, monospace; font-size: .85em; } pre { overflow: auto; padding: .5em .8em; background: #f3f4f8; border-radius: .3em; }
a { color: #326ce5; } table { border-collapse: collapse; font-size: .85em; } td, th { border: 1px solid #dfe3ea; padding: .2em .6em; text-align: start; }
`;

/** Without it the slides lie one below the other. */
const SCRIPT = `
const slides = [...document.querySelectorAll('section')];
let now = Math.min(slides.length, Math.max(1, Number(location.hash.slice(1)) || 1)) - 1;
function show() { document.body.classList.add('one'); slides.forEach((slide, at) => slide.classList.toggle('now', at === now)); history.replaceState(null, '', '#' + (now + 1)); }
addEventListener('keydown', ({ key }) => {
  const way = { PageDown: 1, ArrowRight: 1, ' ': 1, PageUp: -1, ArrowLeft: -1 }[key];
  if (way) { now = Math.min(slides.length - 1, Math.max(0, now + way)); show(); }
});
addEventListener('beforeprint', () => document.body.classList.remove('one'));
addEventListener('afterprint', show);
show();
`;
