/** What was entered in the terminal, for whoever writes down what is done. */

type Listener = (text: string) => void;

const listeners = new Set<Listener>();

/** For the terminal. */
export function noteRanLine(text: string): void {
  for (const listener of listeners) listener(text);
}

export function onRanLine(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
