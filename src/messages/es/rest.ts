/** All texts of the language but for the first, as one chunk. */
import type { CompiledMessage } from 'icu-minify/format';

export const catalogues = Object.fromEntries(
  Object.entries(
    import.meta.glob<Record<string, CompiledMessage>>(
      [
        './*.json',
        '!./{canvas,candidates,faultWords,liveEmbed,playground,scenes,timeline,transport,ui}.json',
      ],
      {
        eager: true,
        import: 'default',
      },
    ),
  ).map(([path, messages]) => [path.slice('./'.length, -'.json'.length), messages]),
);
