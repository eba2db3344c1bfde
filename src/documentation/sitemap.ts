/** For search engines: which pages there are (https://www.sitemaps.org/protocol.html). */
import { escapeXml } from '../canvas/picture/svg.ts';

export function sitemap(addresses: readonly string[]): string {
  const rows = addresses.map((address) => `<url><loc>${escapeXml(address)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${rows.join('\n')}
</urlset>
`;
}

export function robots(site: string): string {
  return `User-agent: *\nAllow: /\nSitemap: ${new URL('sitemap.xml', site).href}\n`;
}
