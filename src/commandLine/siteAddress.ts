/** Where the site will be, as `KUBEHOP_SITE` says at build time: for all that needs an address which is not relative. */

/** With a slash at its end; null when nothing is said. */
export function siteAddress(said: string | undefined = process.env.KUBEHOP_SITE): string | null {
  if (said === undefined || said === '') return null;
  const url = URL.canParse(said) ? new URL(said) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error(`KUBEHOP_SITE=${said}: not an address as https://docs.example.com/kubehop/`);
  return new URL(`${url.pathname.replace(/\/?$/, '/')}`, url).href;
}

/** What the page is told by its build, for Vite's `define`; `src/ui/site.ts` reads it. */
export function siteFacts({ isSingleFile }: { isSingleFile: boolean }): Record<string, string> {
  return {
    'import.meta.env.KUBEHOP_SITE': JSON.stringify(siteAddress()),
    'import.meta.env.KUBEHOP_SINGLE_FILE': JSON.stringify(isSingleFile),
  };
}
