/** A site as its authors would set it up: the fence plugin, nothing else; the React component brings the script. */
import { remarkKubehop } from 'kubehop/remark';

export default {
  title: 'Shop docs',
  url: 'https://docs.example.com',
  baseUrl: '/',
  favicon: '/kubehop/favicon.svg',
  presets: [['classic', { docs: { routeBasePath: '/', remarkPlugins: [remarkKubehop] }, blog: false }]],
  themeConfig: { navbar: { title: 'Shop docs' } },
};
