/** A site as its authors would set it up: the script once, the fence plugin, nothing else. */
import { remarkKubehop } from 'kubehop/remark';

export default {
  title: 'Shop docs',
  url: 'https://docs.example.com',
  baseUrl: '/',
  favicon: '/kubehop/favicon.svg',
  scripts: [{ src: '/kubehop/kubehop.js', type: 'module' }],
  presets: [['classic', { docs: { routeBasePath: '/', remarkPlugins: [remarkKubehop] }, blog: false }]],
  themeConfig: { navbar: { title: 'Shop docs' } },
};
