/** Fetches the text of a scene that the page's author named: without credentials, without being sent elsewhere, up to a size. */

const MOST_BYTES = 500_000;

export type Fetched = { readonly text: string } | { readonly why: string };

/** `url` has passed `addressProblem`. */
export async function fetchScene(url: string, ask: typeof fetch = fetch): Promise<Fetched> {
  try {
    const response = await ask(url, {
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(20_000),
    });
    if (!response.ok) return { why: `HTTP ${response.status}` };
    const text = await readUpTo(response, MOST_BYTES);
    return text === null ? { why: `> ${MOST_BYTES / 1000} kB` } : { text };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

async function readUpTo(response: Response, most: number): Promise<string | null> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    size += value!.length;
    if (size > most) {
      void reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
