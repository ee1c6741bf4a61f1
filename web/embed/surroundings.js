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
 * @param {Element} element
 * @param {() => void} onChange
 * @returns {() => void} to be called to watch no longer
 */
export function watchSurroundings(element, onChange) {
  let theme = themeAround(element);
  const later = () => requestAnimationFrame(onChange);
  const observer = new MutationObserver(later);
  // Nearer to the element much else may move, as slides do: only what it comes to counts.
  const look = () => {
    if (theme === themeAround(element)) return;
    theme = themeAround(element);
    later();
  };
  const near = new MutationObserver(look);
  const spelt = { attributes: true, attributeFilter: ['class', 'style', 'data-theme', 'data-bs-theme'] };
  for (const root of [document.documentElement, document.body]) observer.observe(root, spelt);
  for (let each = element.parentElement; each; each = each.parentElement) near.observe(each, spelt);
  // A colour that fades has only begun to change by then.
  const faded = (/** @type {TransitionEvent} */ event) => {
    if (event.propertyName === 'color') look();
  };
  document.addEventListener('transitionend', faded);
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', later);
  return () => {
    observer.disconnect();
    near.disconnect();
    document.removeEventListener('transitionend', faded);
    media.removeEventListener('change', later);
  };
}
