/** Draws the page anew when the language changes: texts are asked for while drawing, and much of what is drawn is remembered. */
import { Fragment, type ReactNode } from 'react';
import { useLanguage } from './useLanguage.ts';

export function InEveryLanguage({ children }: { children: ReactNode }) {
  return <Fragment key={useLanguage()}>{children}</Fragment>;
}
