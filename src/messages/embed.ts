/**
 * The few words that an embed says before it is alive: they are all in its small script, in every language, and hold no
 * arguments. The rest comes with the living part.
 */
// Not the modules that the catalogues of these languages hold, which would be files of their own.
import de from './de/embed.json?alone';
import english from './en/embed.json' with { type: 'json' };
import es from './es/embed.json?alone';
import zh from './zh-CN/embed.json?alone';

type Words = typeof english;

const words: Readonly<Record<string, Words>> = { en: english, de, es, 'zh-CN': zh };

export function wordsOf(language: string): Words {
  return words[language] ?? english;
}

/** The first of the languages wanted that is known here: `de-AT` → `de`. */
export function spokenLanguage(wanted: readonly (string | null)[]): string {
  const baseOf = (tag: string) => tag.toLowerCase().split('-')[0];
  for (const tag of wanted) {
    const found = tag && Object.keys(words).find((language) => baseOf(language) === baseOf(tag));
    if (found) return found;
  }
  return 'en';
}
