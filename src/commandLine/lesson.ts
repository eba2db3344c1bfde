/** `npm run -s lesson -- <folder or file…> | --all | --verify <code>`: proves lessons by doing them, and reads completion codes. */
import { withSourceModule } from './sourceModules.ts';

type Report = typeof import('./lessonReport.ts');

const { output, errors, exitCode } = await withSourceModule(
  '/src/commandLine/lessonReport.ts',
  ({ answer }: Report) => answer(process.argv.slice(2)),
);
if (output !== '') console.log(output);
if (errors !== '') console.error(errors);
process.exitCode = exitCode;
