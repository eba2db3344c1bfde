/** A message with elements in it, as React draws it: `rich(t.rich('hint', { code: … }))`. */
import { createElement, Fragment, type ReactNode } from 'react';

export function rich(parts: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...parts);
}
