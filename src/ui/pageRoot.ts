/** Where the page's own elements are: the document, or in an embed the shadow root that keeps both pages apart. */
import { createContext, useContext } from 'react';

export const PageRootContext = createContext<ShadowRoot | null>(null);

export function usePageRoot(): Document | ShadowRoot {
  return useContext(PageRootContext) ?? document;
}

/** The page that an element is in. */
export function pageOf(element: Element): Document | ShadowRoot {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root : document;
}

/** What has the focus in the page of an element: the document itself knows no more than which embed it is in. */
export function focusedIn(element: Element): Element | null {
  return pageOf(element).activeElement;
}
