/** The one script of an embed: defines `<kubehop-playground>`, unless the page has it already. */
import { PlaygroundElement } from './PlaygroundElement.ts';

if (customElements.get('kubehop-playground') === undefined)
  customElements.define('kubehop-playground', PlaygroundElement);

declare global {
  interface HTMLElementTagNameMap {
    'kubehop-playground': PlaygroundElement;
  }
}
