/**
 * Which addresses a scene or lesson may come from: what lies beside the page, and the public web over https. Not from machines of
 * the reader's own network, which a page's author could otherwise ask through the reader. A name that resolves to such an
 * address cannot be told apart in a browser; its server must allow the page by CORS in any case.
 */

const LONGEST = 2_000;
/** What addresses never hold as they are written, and markup, templates and shares of Windows do. */
const NO_ADDRESS = /[\s"'<>`\\{}]/;

/** null: it may be asked. English, because it is a message to whoever writes the page. */
export function addressProblem(
  address: string,
  page: string,
  what: 'scene' | 'lesson' = 'scene',
): string | null {
  if (address.length > LONGEST) return `the address of the ${what} is too long`;
  if (NO_ADDRESS.test(address) || !URL.canParse(address, page))
    return `the ${what} is no id, address or share code`;
  const url = new URL(address, page);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return `a ${what} cannot be loaded from ${url.protocol} addresses`;
  if (url.username !== '' || url.password !== '') return `the address of the ${what} holds a password`;
  if (url.origin === new URL(page).origin) return null;
  if (isPrivate(url.hostname)) return `a ${what} cannot be loaded from the private address ${url.hostname}`;
  if (url.protocol !== 'https:') return `a ${what} of another site must come over https`;
  return null;
}

/** A host as `URL` writes it: IPv4 in four decimal parts, IPv6 in brackets. */
export function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '').toLowerCase();
  const parts = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host)?.slice(1).map(Number);
  if (parts !== undefined) return isPrivateIPv4(parts[0]!, parts[1]!);
  // Of IPv6 only 2000::/3 is public, and 2001:0::/32 and 2002::/16 can hold any IPv4 address.
  if (host.startsWith('[')) return !/^\[[23]/.test(host) || /^\[200(?:2:|1:0?:|1::)/.test(host);
  return (
    !host.includes('.') || /\.(?:localhost|local|internal|home|lan|intranet|corp|home\.arpa)$/.test(host)
  );
}

function isPrivateIPv4(a: number, b: number): boolean {
  return (
    [0, 10, 127].includes(a) ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && (b === 168 || b === 0)) ||
    (a === 198 && (b === 18 || b === 19))
  );
}
