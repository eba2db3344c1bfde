/** The style sheet of the element before it comes alive: one object for all embeds of the page. */

const CSS = `
:host{all:initial;display:block;position:relative;box-sizing:border-box;height:420px;overflow:hidden;
border:1px solid #dfe3ea;border-radius:12px;font:400 13px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
:host(:where([lesson])){height:auto;container-type:inline-size}
:host(:where([lesson]))::before{content:"";display:block;height:560px}
@container (max-width:679px){:host(:where([lesson]))::before{height:760px}}
:host([hidden]){display:none}
.poster,.kubehop,.problems{position:absolute;inset:0}
.poster{display:grid;grid-template:100%/100%;place-items:center;background:#f6f7f9;color:#14181f;color-scheme:light}
.poster[data-theme=dark]{background:#0d1117;color:#e8edf5;color-scheme:dark}
.poster>*{grid-area:1/1}
slot[name=poster]{display:contents}
.poster img,::slotted([slot=poster]){grid-area:1/1;width:100%;height:100%;min-height:0;object-fit:contain}
.poster img[hidden]{display:none}
.poster button{all:unset;grid-area:1/1;position:relative;box-sizing:border-box;width:64px;height:64px;border-radius:50%;background:#326ce5;cursor:pointer;
box-shadow:0 2px 12px rgb(0 0 0/25%);z-index:1;transition:scale .15s}
.poster button::before{content:"";position:absolute;inset:21px 0 0 25px;width:18px;height:22px;background:#fff;
clip-path:polygon(0 0,100% 50%,0 100%)}
.poster button:hover{scale:1.06}
.poster button:focus-visible{outline:3px solid #326ce5;outline-offset:3px}
.poster button:disabled{opacity:.6;cursor:progress}
.kubehop[data-state=still],.kubehop:not([data-state]),.problems:not([data-state=broken]){display:none}
.kubehop[data-state=loading],.kubehop[data-state=broken]{visibility:hidden}
.poster[data-state=live],.poster[data-state=broken]{display:none}
.problems{padding:20px 24px;background:#fff;color:#c62828}
:host(:state(dark)){border-color:#263040}
@media (prefers-reduced-motion:reduce){.poster button{transition:none}}
@media print{:host{break-inside:avoid}.poster.printed{display:grid!important}
.printed~.kubehop{display:none!important}.poster button{display:none}}
`;

let made: CSSStyleSheet | null = null;

export function elementStyles(): CSSStyleSheet {
  if (made === null) {
    made = new CSSStyleSheet();
    made.replaceSync(CSS);
  }
  return made;
}
