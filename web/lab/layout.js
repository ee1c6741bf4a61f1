/**
 * Which layout the page has: everything on one screen, or one column. A style sheet cannot say it alone, as a frame of
 * another page is narrower and shows less.
 */

/** In a frame of another page there is room for the figures and the transport. */
export const embedded = new URLSearchParams(location.search).has('embed');

/** From this width on the figures stand side by side. */
const wide = matchMedia(embedded ? '(min-width: 600px)' : '(min-width: 1100px)');

/** Sets the layout, now and whenever the window changes. */
export function keepLayout() {
  const { dataset } = document.documentElement;
  if (embedded) dataset.embed = '';
  const set = () => (dataset.layout = wide.matches ? 'screen' : 'column');
  wide.addEventListener('change', set);
  set();
}
