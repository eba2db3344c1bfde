/** What a lesson's text has around it: the whole playground, or only a canvas in a page of somebody else. */
import { createContext, useContext } from 'react';
import { typeInTerminal } from '../ui/typedLines.ts';

export interface Surroundings {
  /** Runs lines, each when the one before has ended. What they print is `print`ed unless it is seen elsewhere, in a terminal. */
  run(lines: readonly string[], print: (text: string) => void): Promise<void>;
  /** Where the whole playground opens at the step that is shown; null: this is the whole playground. */
  readonly whole: string | null;
}

const playground: Surroundings = { run: typeInTerminal, whole: null };

export const SurroundingsContext = createContext<Surroundings>(playground);

export function useSurroundings(): Surroundings {
  return useContext(SurroundingsContext);
}
