import { describe, expect, it } from 'vitest';
import { robots, sitemap } from './sitemap.ts';

describe('What search engines are told', () => {
  it('lists each address once, as XML', () => {
    const xml = sitemap(['https://example.com/a/', 'https://example.com/a/?b=1&c=2']);
    expect([...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address)).toEqual([
      'https://example.com/a/',
      'https://example.com/a/?b=1&amp;c=2',
    ]);
    expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<urlset /);
  });

  it('says where that list is', () => {
    expect(robots('https://kubehop.example.com/')).toContain(
      'Sitemap: https://kubehop.example.com/sitemap.xml\n',
    );
  });
});
