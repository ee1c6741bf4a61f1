import { defineConfig } from 'vitepress';

export default defineConfig({
  lang: 'en',
  title: 'Improving SGD',
  description: 'Notes with live figures',
  srcExclude: ['README.md'],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'kudari-lab' } } },
  // The module loads kudari.wasm from beside itself; the development server would move it away from there.
  vite: { optimizeDeps: { exclude: ['kudari'] } },
  themeConfig: {
    sidebar: [
      { text: 'Learning rates', link: '/' },
      { text: 'Flat minima', link: '/flat-minima' },
    ],
  },
});
