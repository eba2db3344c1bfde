/**
 * The service worker of the built app: keeps all files of one version, and answers for these alone. Documentation, embeds
 * and other origins go to the network as if it were not there.
 */

/** Written in by the build. Files that carry their own hash are in `assets/`. */
declare const BUILD: {
  readonly version: string;
  readonly files: readonly string[];
  /** The script that the page of this version names. */
  readonly entry: string;
};

const PAGE = 'index.html';
const HASHED = 'assets/';
const AT_ONCE = 6;

const { version, files, entry } = BUILD;
const worker = self as unknown as ServiceWorkerGlobalScope;
const home = worker.registration.scope;
/** Another Kubehop may live in another folder of this origin. */
const mine = `kubehop ${new URL(home).pathname} `;
const current = mine + version;

worker.addEventListener('install', (event) => event.waitUntil(keepEveryFile()));
worker.addEventListener('activate', (event) =>
  event.waitUntil(removeOldVersions().then(() => worker.clients.claim())),
);
worker.addEventListener('message', (event) => {
  if (event.data === 'replace') void worker.skipWaiting();
  if (event.data === 'opened') event.waitUntil(removeOldVersions());
});
worker.addEventListener('fetch', (event) => {
  const file = fileOf(event.request);
  if (file !== null) event.respondWith(answer(file, event.request));
});

/** A few at a time: the page has better things to do. One that fails fails all, and is tried again at the next visit. */
async function keepEveryFile(): Promise<void> {
  const cache = await caches.open(current);
  const waiting = [...files];
  const keepNext = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await keep(file, cache);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, keepNext));
}

async function keep(file: string, cache: Cache): Promise<void> {
  const isHashed = file.startsWith(HASHED);
  const before = isHashed ? await caches.match(home + file) : undefined;
  const response = before ?? (await fetch(home + file, { cache: isHashed ? 'default' : 'no-cache' }));
  await cache.put(home + file, await check(file, response));
}

/** A server in the middle of an update may give a page of another version, or a page in place of a file. */
async function check(file: string, response: Response): Promise<Response> {
  const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
  if (!response.ok || isPage !== (file === PAGE)) throw new Error(`${file}: ${response.status}`);
  if (file !== PAGE) return response;
  const text = await response.text();
  if (!text.includes(entry)) throw new Error(`${file} is of another version`);
  // Made anew: one that came by a redirection may not answer a navigation.
  return new Response(text, { headers: response.headers });
}

/** Null: none of this worker's business. */
function fileOf(request: Request): string | null {
  const { origin, pathname } = new URL(request.url);
  const address = origin + pathname;
  if (request.method !== 'GET' || !address.startsWith(home)) return null;
  const path = address.slice(home.length);
  if (request.mode === 'navigate') return path === '' || path === PAGE ? PAGE : null;
  // A tab that was opened before the update asks for files of its own version.
  return files.includes(path) || path.startsWith(HASHED) ? path : null;
}

async function answer(file: string, request: Request): Promise<Response> {
  const cache = await caches.open(current);
  const kept = await cache.match(home + file);
  return kept ?? (await caches.match(home + file)) ?? fetch(request);
}

/** Not while several tabs are open, for one of them may still be of a version before; nor is a newer one in the making old. */
async function removeOldVersions(): Promise<void> {
  if (worker.registration.installing !== null || worker.registration.waiting !== null) return;
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (tabs.filter(isOfTheApp).length > 1) return;
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(mine) && name !== current).map((name) => caches.delete(name)),
  );
}

function isOfTheApp({ url }: Client): boolean {
  const { origin, pathname } = new URL(url);
  return [home, home + PAGE].includes(origin + pathname);
}
