/** Where this page is, and where others can reach it: a file on somebody's disk cannot be linked to. */

/** All of the app in one file: nothing lies beside it. */
export const isSingleFile: boolean = import.meta.env.KUBEHOP_SINGLE_FILE === true;

/** As the build was told. */
const site: string | null = import.meta.env.KUBEHOP_SITE ?? null;

/** The page that a link for others opens; null when there is none that they could reach. */
export function pageForOthers(): string | null {
  return location.protocol === 'file:' ? site : `${location.origin}${location.pathname}`;
}

/** The folder with the script of embeds and their page; null when it is not known. */
export function homeOfEmbeds(): string | null {
  return isSingleFile ? site : new URL('.', location.href).href;
}
