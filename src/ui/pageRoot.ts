/** Where the page's own elements are: the document, or in an embed the shadow root that keeps both pages apart. */
import { createContext, useContext } from 'react';

export const PageRootContext = createContext<ShadowRoot | null>(null);

export function usePageRoot(): Document | ShadowRoot {
  return useContext(PageRootContext) ?? document;
}
