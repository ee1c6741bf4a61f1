/**
 * Whether the page around an element is light or dark.
 */

/**
 * Told by the colour that text has there: it is what every page sets, however it switches.
 *
 * @param {Element} element
 * @returns {'light' | 'dark'}
 */
export function themeAround(element) {
  const [red, green, blue] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? ['0', '0', '0']).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 127 ? 'dark' : 'light';
}

/**
 * Watches for whatever may change it.
 *
 * @param {() => void} onChange
 * @returns {() => void} to be called to watch no longer
 */
export function watchSurroundings(onChange) {
  const later = () => requestAnimationFrame(onChange);
  const observer = new MutationObserver(later);
  for (const element of [document.documentElement, document.body])
    observer.observe(element, { attributes: true, attributeFilter: ['class', 'style', 'data-theme', 'data-bs-theme'] });
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', later);
  return () => {
    observer.disconnect();
    media.removeEventListener('change', later);
  };
}
