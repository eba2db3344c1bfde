/** What an embed says from the start, as one chunk: the build looks that nothing is missing. */
import type { CompiledMessage } from 'icu-minify/format';

export const catalogues = Object.fromEntries(
  Object.entries(
    import.meta.glob<Record<string, CompiledMessage>>(
      './{canvas,candidates,faultWords,liveEmbed,playground,scenes,timeline,transport,ui}.json',
      {
        eager: true,
        import: 'default',
      },
    ),
  ).map(([path, messages]) => [path.slice('./'.length, -'.json'.length), messages]),
);
