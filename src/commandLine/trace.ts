/** `npm run -s trace -- <scene.yaml> --from … --to …`: follows a request through a scene's cluster, hop by hop, without a browser. */
import { readFileSync } from 'node:fs';
import { answer } from './traceReport.ts';

const { output, errors, exitCode } = answer(process.argv.slice(2), (file) => readFileSync(file, 'utf8'));
if (errors !== '') console.error(errors);
if (output !== '') console.log(output);
process.exitCode = exitCode;
