/** The languages that the page speaks, each in its own words, for menus and the command palette. */
import { Check, Languages } from 'lucide-react';
import { chooseLanguage, currentLanguage, languages, offeredLanguages } from '../messages/language.ts';
import type { MenuItem } from './Menu.tsx';

export function languageItems(): (MenuItem & { id: string })[] {
  return offeredLanguages.map((language) => {
    const isChosen = language === currentLanguage();
    return {
      id: language,
      label: languages[language].name,
      lang: language,
      icon: isChosen ? Check : Languages,
      isChosen,
      run: () => chooseLanguage(language),
    };
  });
}
