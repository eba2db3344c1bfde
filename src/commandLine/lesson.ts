/** `npm run -s lesson -- <folder or file…> | --all | --verify <code>`: proves lessons by doing them, and reads completion codes. */
import { createServer } from 'vite';
import type { answer as Answer } from './lessonReport.ts';

// Through Vite, which makes of the catalogues what the page has of them: the sentences are the same here.
const vite = await createServer({
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
});
try {
  const { answer } = (await vite.ssrLoadModule('/src/commandLine/lessonReport.ts')) as {
    answer: typeof Answer;
  };
  const { output, errors, exitCode } = await answer(process.argv.slice(2));
  if (output !== '') console.log(output);
  if (errors !== '') console.error(errors);
  process.exitCode = exitCode;
} finally {
  await vite.close();
}
