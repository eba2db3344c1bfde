/** `http://shop:80/x` → `shop:80`; the text itself when it is no URL. */
export function hostOf(url: string): string {
  return /^[a-z+]+:\/\/([^/]+)/i.exec(url)?.[1] ?? url;
}
