/** `npm run icons`: draws the PNG icons of the installed app from `public/favicon.svg`, into `public/icons/`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const FOLDER = 'public/icons';
const icon = readFileSync('public/favicon.svg', 'utf8');
/** The system cuts its own shape out of it; what is drawn lies in the middle four fifths, as a maskable icon needs it. */
const square = icon.replace(/ rx="[\d.]+"/, '');

const icons: Record<string, { svg: string; size: number }> = {
  'icon-192.png': { svg: icon, size: 192 },
  'icon-512.png': { svg: icon, size: 512 },
  'maskable-192.png': { svg: square, size: 192 },
  'maskable-512.png': { svg: square, size: 512 },
  'apple-touch-icon.png': { svg: square, size: 180 },
};

await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
mkdirSync(FOLDER, { recursive: true });
for (const [name, { svg, size }] of Object.entries(icons)) {
  const png = new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();
  writeFileSync(`${FOLDER}/${name}`, png);
  console.log(`${name.padEnd(24)} ${png.length} bytes`);
}
