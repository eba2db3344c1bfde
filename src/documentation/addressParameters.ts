/** What each parameter of an address does, in words; no page needs them but the documentation. */
import type { QueryParameters } from '../queryParameters.ts';

export const addressParameters: Readonly<Record<keyof QueryParameters, string>> = {
  scene: 'Opens this ready-made scene.',
  lesson:
    'Opens this lesson: an id of the course, or the `https://` address of a `lesson.md` whose server allows it (CORS).',
  step: 'Opens the lesson at this step; the steps before are done by its own solution.',
  theme: '`light` or `dark`; without it the system decides.',
  lang: '`en`, `zh-CN`, `es` or `de`; without it the language chosen before, else that of the browser. `en-XA` and `ar-XB` are for finding texts that are in no catalogue.',
  view: '`concept` bends wires through the Services, `endpoints` shows who is listed behind them, `packet-path` where packets really go.',
  speed: 'Pace of the clock, from 0.05 to 50.',
  autoplay: '`0` opens it paused.',
  seed: 'A whole number; the same seed repeats the same run.',
  server:
    'Shows the cluster of `npm run serve`: the address that it printed, or `.` for where the page comes from.',
  notes: 'The presenter’s notes, in step with the page that opened them.',
  print: 'Shows the lesson as a sheet to print.',
  test: 'The clock stands still and is turned by hand through `window.kubehop`, for tests of pages.',
};
