/** What the app's style sheets say of the page, said of an embed: there `.kubehop` is what `html` and `body` are elsewhere. */

export function toShadowStyles(css: string): string {
  return css.replace(/(^|[{},;\s(>])(?::root|html|body|#root)(?=[\s,{[:>.)])/g, '$1.kubehop');
}
