/** Gives the reader a file, made here in the page. */

export function download(name: string, content: string | Uint8Array<ArrayBuffer>, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser takes the file at its own time.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
