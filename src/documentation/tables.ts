/** The tables of the documentation, made from the code's own: what is missing here does not compile, so one fact has one place. */
import type { EmbedEvents } from '../embed/contract.ts';
import { type EmbedOptions, optionNames } from '../embed/options.ts';
import type { PlaygroundElement } from '../embed/PlaygroundElement.ts';
import type { IncomingMessage, OutgoingMessage } from '../embed/protocol.ts';
import { scenes } from '../scenes/index.ts';
import { addressParameters } from './addressParameters.ts';
import { escapeText, renderInline, renderTable } from './renderMarkdown.ts';

const attributes = {
  scene:
    'Id of a ready-made scene, the address of a YAML file, or a share code. YAML in a `<script type="application/yaml">` inside the element comes before it.',
  lesson: 'Id of a lesson of the course, or the `https://` address of a `lesson.md`.',
  step: 'Id of a step of that lesson.',
  view: '`concept`, `endpoints` or `packet-path`.',
  theme: '`auto` (default) follows the page around it; `light`, `dark`.',
  lang: '`en`, `de`, `es` or `zh-CN`; else the language of the text around it.',
  controls: '`full` (default): title and clock; `play`: the clock; `none`: only the picture.',
  editable: 'Cards can be moved and changed.',
  autoplay: 'Starts when it is seen. Never for readers who want less motion.',
  height: 'A CSS length, `420px` by default. A number is taken as pixels.',
  speed: 'Pace of the clock, from 0.05 to 50.',
  seed: 'A whole number; the same seed repeats the same run.',
  test: 'The clock stands still and is turned by hand, for tests of pages.',
} satisfies Record<keyof EmbedOptions, string>;

const events = {
  ready: 'The scene is shown. `title`: its title.',
  hop: 'A packet leaves a place. `at` (simulated milliseconds), `requestId`, `from`, `to`, `packetKind`, `rule`.',
  goal: 'A goal of a lesson’s step is met. `lesson`, `step`, `goal` (from 1).',
  error: 'It cannot be shown. `problems`: a list of `message`, `line` and `column`.',
} satisfies Record<keyof EmbedEvents, string>;

type Method = 'play' | 'pause' | 'step' | 'load' | 'goto';

const methods = {
  play: ['play()', 'Comes alive, if it has not yet, and lets the clock run.'],
  pause: ['pause()', 'Stops the clock.'],
  step: ['step()', 'Goes on to the next moment at which a packet moves, and stands there.'],
  load: [
    'load(scene)',
    'Opens an id, an address, a share code or YAML. Resolves when it is shown or refused.',
  ],
  goto: ['goto(to)', 'Goes to a moment in simulated milliseconds, or to a step of the lesson.'],
} satisfies Record<Method & keyof PlaygroundElement, readonly [string, string]>;

const incoming = {
  play: ['', methods.play[1]],
  pause: ['', methods.pause[1]],
  step: ['', methods.step[1]],
  load: ['scene', 'Opens an id, an address, a share code or YAML, 200,000 characters at most.'],
  goto: ['to', methods.goto[1]],
  set: ['theme, view', 'Changes either, or both.'],
} satisfies Record<IncomingMessage['type'], readonly [string, string]>;

const outgoing = {
  ready: ['detail', events.ready],
  hop: ['detail', events.hop],
  goal: ['detail', events.goal],
  error: ['detail', events.error],
  height: ['height', 'How high the frame should be for its width, in CSS pixels.'],
} satisfies Record<OutgoingMessage['type'], readonly [string, string]>;

const code = (text: string) => (text === '' ? '' : `<code>${escapeText(text)}</code>`);
const described = (rows: Readonly<Record<string, string>>) =>
  Object.entries(rows).map(([name, text]) => [code(name), renderInline(text)]);
const withFields = (rows: Readonly<Record<string, readonly [string, string]>>) =>
  Object.entries(rows).map(([name, [fields, text]]) => [code(name), code(fields), renderInline(text)]);

/** What `<!-- table name -->` puts into a page. */
export const tables: Readonly<Record<string, () => string>> = {
  attributes: () =>
    renderTable(
      ['Attribute', 'What it does'],
      optionNames.map((name) => [code(name), renderInline(attributes[name])]),
    ),
  events: () => renderTable(['Event', 'When, and its `detail`'.replaceAll('`', '')], described(events)),
  methods: () =>
    renderTable(
      ['Method', 'What it does'],
      Object.values(methods).map(([call, text]) => [code(call), renderInline(text)]),
    ),
  incoming: () => renderTable(['type', 'Fields', 'What it does'], withFields(incoming)),
  outgoing: () => renderTable(['type', 'Fields', 'When'], withFields(outgoing)),
  parameters: () =>
    renderTable(
      ['Parameter', 'What it does'],
      Object.entries(addressParameters).map(([name, text]) => [code(name), renderInline(text)]),
    ),
  scenes: () =>
    renderTable(
      ['Id', 'Scene'],
      scenes.map(({ id, title }) => [code(id), escapeText(title)]),
    ),
};
