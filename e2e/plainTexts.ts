/** In a pseudo-language each text of a catalogue is in brackets: finds what else is written on a page. */
import type { Page } from '@playwright/test';

/** What Kubernetes, the network and the keyboard call things, and figures with their units; each alone or in a row. */
const WORDS = [
  'ClusterIP|NodePort|LoadBalancer|ExternalName|Headless|Kubehop|YAML|DNS|CSV|PNG|SVG|GIF|pcapng|kube-proxy|CoreDNS',
  'TCP|UDP|SCTP|ICMP|HTTP|HTTPS|TLS|DNAT|SNAT|GET|\\(?Host|None|IPv4|IPv6|kind|minikube|laptop',
  'NetworkPolicy|Running|Pending|Terminating|Succeeded|Failed|Active',
  'Ctrl|Shift|Alt|Enter|Esc|Space|Delete|Backspace|Tab|F2|F10|Home|End|[A-Z]',
  // Fields of objects have the names that their YAML has.
  '[a-z]+\\d?(?:[A-Z][a-z]*)+',
  // Object names, host names, addresses, figures and signs.
  '\\(?[a-z0-9]+(?:[-./:@_=][a-z0-9]+)*\\)?',
  '[\\d.,:+–−×%/→≈±·…★✓?()\\[\\]#*$<>=&|;-]+',
  'ms|s|req/s|MB|kB|MiB',
].join('|');

export interface PlainText {
  text: string;
  where: string;
}

/** Texts, names and tooltips without brackets, but for names, figures and what says of itself that it is not translated. */
export async function plainTexts(page: Page): Promise<PlainText[]> {
  const found = await page.evaluate(() => {
    // Of the choices of a field, those that are one word are what Kubernetes calls its values.
    const isValue = (element: Element, text: string) =>
      element.tagName === 'OPTION' && (!text.includes(' ') || text.startsWith('default ('));
    const outside =
      'script, noscript, style, .react-flow__attribution, code, pre, kbd, [translate="no"], [lang]:not(html), .cm-editor, .xterm, textarea';
    const state = window.kubehop?.state();
    const names = new Set<string>();
    for (const { kind, metadata } of state?.objects.values() ?? [])
      for (const name of [kind, metadata.name, metadata.namespace ?? '']) names.add(name);
    const describe = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.className.toString().split(' ')[0] ?? ''} in ${
        element.closest('[aria-label]')?.getAttribute('aria-label') ?? '?'
      }`;
    const texts: { text: string; where: string }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent?.trim() ?? '';
      if (text === '' || parent === null || parent.closest(outside) !== null || isValue(parent, text))
        continue;
      // A message with elements in it is several text nodes; its brackets are around them.
      const all =
        parent.parentElement?.closest('li, p, td, button, summary, h3, dd, span')?.textContent ?? '';
      if (text.includes('⟦') || text.includes('⟧') || isInBrackets(parent, text)) continue;
      texts.push({ text, where: `${describe(parent)} (${all.slice(0, 40)})` });
    }
    for (const element of document.querySelectorAll(
      '[aria-label], [title], [placeholder], [alt], [data-tooltip], [aria-description], [aria-valuetext]',
    )) {
      if (element.closest(outside) !== null || element.closest('[aria-hidden="true"]') !== null) continue;
      for (const name of [
        'aria-label',
        'title',
        'placeholder',
        'alt',
        'data-tooltip',
        'aria-description',
        'aria-valuetext',
      ]) {
        const text = element.getAttribute(name) ?? '';
        if (text !== '' && !text.includes('⟦'))
          texts.push({ text, where: `${name} of ${describe(element)}` });
      }
    }
    return texts.map(({ text, where }) => ({ text: withoutNames(text, names), where, whole: text }));

    function isInBrackets(from: Element, text: string): boolean {
      for (
        let element: Element | null = from, up = 0;
        element !== null && up < 3;
        element = element.parentElement, up++
      ) {
        const whole = element.textContent ?? '';
        const at = whole.indexOf(text);
        const open = whole.lastIndexOf('⟦', at);
        if (at >= 0 && open >= 0 && whole.indexOf('⟧', at) >= 0 && whole.lastIndexOf('⟧', at) < open)
          return true;
      }
      return false;
    }
    function withoutNames(text: string, known: Set<string>): string {
      return text
        .split(/\s+/)
        .filter((word) => !known.has(word.replace(/[,;:.]$/, '')))
        .join(' ');
    }
  });
  const known = new RegExp(`^(?:${WORDS})[,;:.]?$`);
  return found
    .filter(({ text }) => text.split(/\s+/).some((word) => word !== '' && !known.test(word)))
    .map(({ whole, where }) => ({ text: whole, where }));
}
