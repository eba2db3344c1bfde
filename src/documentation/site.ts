/** All files of the site beside the playground: documentation, a page for each scene and lesson, and what links to them are shown with. */
import { stillPicture } from '../canvas/picture/stillPicture.ts';
import { defaultScene } from '../scenes/index.ts';
import { landingPage } from './landingPage.ts';
import { landings, pathOf } from './landings.ts';
import { listFolders, listPage } from './listPages.ts';
import { oEmbedOf } from './oEmbed.ts';
import { pages, pathOf as pathOfPage, renderPage } from './pages.ts';
import { canonicalAddress, HOME } from './pageTags.ts';
import { previewCard } from './previewCard.ts';
import { robots, sitemap } from './sitemap.ts';

export interface SiteFile {
  /** From the root of the site. */
  readonly path: string;
  readonly text: string;
  /** `png`: the text is an SVG, and the file becomes a picture of it. */
  readonly as: 'text' | 'png';
}

const file = (path: string, text: string): SiteFile => ({ path, text, as: 'text' });
const picture = (path: string, svg: string): SiteFile => ({ path, text: svg, as: 'png' });

/** `site`: where it will be; null: nobody said. */
export async function* siteFiles(site: string | null): AsyncGenerator<SiteFile> {
  const known: string[] = ['index.html'];
  for (const page of pages) {
    known.push(pathOfPage(page));
    const { html, pictures } = await renderPage(page, site);
    yield file(pathOfPage(page), html);
    for (const [path, svg] of Object.entries(pictures)) yield file(path, svg);
  }
  for (const folder of listFolders) {
    known.push(`${folder}/index.html`);
    yield file(`${folder}/index.html`, listPage(folder, site));
  }
  const { light } = stillPicture(defaultScene);
  yield picture(
    HOME.picture,
    previewCard({ label: 'Playground', title: 'See where each packet goes', picture: light }),
  );

  for await (const landing of landings()) {
    const path = pathOf(landing);
    const pictures = stillPicture(landing.scene);
    known.push(`${path}.html`);
    yield file(`${path}.html`, landingPage(landing, pictures, site));
    yield picture(`${path}.png`, previewCard({ ...landing, picture: pictures.light }));
    if (site === null) continue;
    const answer = oEmbedOf({ ...landing, picture: `${path}.png` }, site);
    yield file(`${path}.oembed.json`, `${JSON.stringify(answer, null, 2)}\n`);
  }
  if (site === null) return;
  yield file('sitemap.xml', sitemap(known.map((path) => canonicalAddress(path, site)!)));
  // It is only read at the root of a host.
  if (new URL(site).pathname === '/') yield file('robots.txt', robots(site));
}
