/** `npm run build:single [-- <folder>]`: only the app as one HTML file, which `npm run build` makes beside all else. */
import { build } from 'vite';
import { singleFileConfig } from './singleFile.ts';

const [outDir = 'dist'] = process.argv.slice(2);
await build(singleFileConfig(outDir));
