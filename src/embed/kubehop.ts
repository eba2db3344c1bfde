/** The one script of an embed: defines `<kubehop-playground>`, unless the page has it already. */
import { fetchLive } from './loadLive.ts';
import { PlaygroundElement, wantsLessMotion } from './PlaygroundElement.ts';

if (customElements.get('kubehop-playground') === undefined) {
  // What is in sight and starts by itself: it is known now, a frame before the element is told.
  const first = document.querySelector('kubehop-playground[autoplay]');
  if (first !== null && first.getBoundingClientRect().top < innerHeight && !wantsLessMotion()) fetchLive();
  customElements.define('kubehop-playground', PlaygroundElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'kubehop-playground': PlaygroundElement;
  }
}
