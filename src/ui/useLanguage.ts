/** The language of the page, for what is drawn. */
import { useSyncExternalStore } from 'react';
import { currentLanguage, type Language, onLanguageChange } from '../messages/language.ts';

export function useLanguage(): Language {
  return useSyncExternalStore(onLanguageChange, currentLanguage);
}
