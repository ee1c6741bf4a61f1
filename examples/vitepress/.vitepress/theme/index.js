import Theme from 'vitepress/theme';
// Defines <kudari-lab> in the browser; does nothing where VitePress renders the pages.
import 'kudari/embed';

export default Theme;
