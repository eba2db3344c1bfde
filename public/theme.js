// Runs before the first paint, so that a page never flashes in the other theme. `src/ui/theme.ts` takes over from here.
(() => {
  const asked = new URLSearchParams(location.search).get('theme');
  let stored = null;
  try {
    stored = localStorage.getItem('kubehop.theme');
  } catch {
    // Storage may be forbidden, for example in a frame: the system's theme is used then.
  }
  const chosen = [asked, stored].find((theme) => theme === 'light' || theme === 'dark');
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset.theme = chosen ?? system;
})();
