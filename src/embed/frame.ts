/** The iframe page: the same element over its whole window, and the messages to and from the page around it. */
import type { EmbedEvents } from './contract.ts';
import type { PlaygroundElement } from './PlaygroundElement.ts';
import {
  isPartner,
  misunderstanding,
  type OutgoingMessage,
  partnerOrigin,
  readMessage,
  writeMessage,
} from './protocol.ts';

const parameters = new URLSearchParams(location.search);
const partner = partnerOrigin(parameters.get('origin'), document.referrer);
const element = document.createElement('kubehop-playground') as PlaygroundElement;

const attributes = (element.constructor as typeof PlaygroundElement).observedAttributes;
for (const name of attributes) {
  const value = parameters.get(name);
  if (value !== null) element.setAttribute(name, value);
}
takeCode();
// A frame is there to be watched; `autoplay=0` leaves it to the reader.
if (!parameters.has('autoplay')) element.setAttribute('autoplay', '');
element.style.height = '100%';
element.style.border = '0';
element.style.borderRadius = '0';

function tell(message: OutgoingMessage): void {
  if (parent !== window) parent.postMessage(writeMessage(message), partner);
}

const types: readonly (keyof EmbedEvents)[] = ['ready', 'hop', 'goal', 'error'];
for (const type of types)
  element.addEventListener(type, ({ detail }: CustomEvent<unknown>) =>
    tell({ type, detail } as OutgoingMessage),
  );
element.addEventListener('ready', ({ detail: { title } }) => {
  const name = title === '' ? 'Kubehop' : `${title} · Kubehop`;
  document.title = name;
  document.querySelector('h1')!.textContent = name;
});
// A page that listens only since then has missed the first one.
for (const type of ['ready', 'error']) element.addEventListener(type, tellHeight);

addEventListener('message', ({ source, origin, data }) => {
  if (source !== parent || parent === window || !isPartner(origin, partner)) return;
  const message = readMessage(data);
  const why = misunderstanding(data);
  if (why !== null) tell({ type: 'error', detail: { problems: [{ message: why }] } });
  switch (message?.type) {
    case 'play':
    case 'pause':
    case 'step':
      element[message.type]();
      break;
    case 'load':
      void element.load(message.scene);
      break;
    case 'goto':
      element.goto(message.to);
      break;
    case 'set':
      if (message.theme !== undefined) element.theme = message.theme;
      if (message.view !== undefined) element.view = message.view;
  }
});

/** What a scene of the usual shape needs at this width, with its bars; a lesson has its text beside the scene, or below. */
function tellHeight(): void {
  const ofScene = Math.round(Math.min(640, Math.max(360, innerWidth * 0.66)));
  const ofLesson = innerWidth < 680 ? 760 : 560;
  tell({ type: 'height', height: parameters.has('lesson') ? ofLesson : ofScene });
}

document.querySelector('main')!.append(element);
addEventListener('resize', tellHeight);
tellHeight();

// Another link pasted over this one would else change nothing but the address.
addEventListener('hashchange', () => {
  takeCode();
});

function takeCode(): void {
  const code = /^#s=(.+)$/.exec(location.hash)?.[1];
  if (code !== undefined) element.setAttribute('scene', code);
}
