/** Where the site will be, as `KUBEHOP_SITE` says at build time: for all that needs an address which is not relative. */

/** With a slash at its end; null when nothing is said. */
export function siteAddress(said: string | undefined = process.env.KUBEHOP_SITE): string | null {
  if (said === undefined || said === '') return null;
  const url = URL.canParse(said) ? new URL(said) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error(`KUBEHOP_SITE=${said}: not an address as https://docs.example.com/kubehop/`);
  return new URL(`${url.pathname.replace(/\/?$/, '/')}`, url).href;
}
