/** A site as its authors would set it up: the script once, the fence plugin, nothing else. */
import { markdownItKubehop } from 'kubehop/markdown-it';

export default {
  title: 'Shop docs',
  head: [
    ['link', { rel: 'icon', href: '/kubehop/favicon.svg' }],
    ['script', { type: 'module', src: '/kubehop/kubehop.js' }],
  ],
  markdown: { config: (markdown) => markdown.use(markdownItKubehop) },
  themeConfig: {
    nav: [
      { text: 'Routing', link: '/' },
      { text: 'Other', link: '/other' },
    ],
  },
};
