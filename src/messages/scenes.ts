/** The titles and first sentences of the ready-made scenes: their English is in their YAML, and is the key of its translations. */
import { messagesOf } from './messages.ts';

/** What somebody wrote about a scene of their own is said as it is. */
export function sceneText(english: string): string {
  return english === '' ? '' : messagesOf('scenes', { [english]: english })(english);
}
