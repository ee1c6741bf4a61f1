/**
 * The page around an element: whether it is light or dark, in which language, and how much it is scaled.
 */
import { magnification } from '../figures/platform.js';

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
 * That of what it stands in, also where that is the shadow of another element.
 *
 * @param {Element} element
 * @returns {import('../words/words.js').Language | null} null where it is none that there are phrases in
 */
export function languageAround(element) {
  const parent = element.parentNode;
  const place = parent instanceof ShadowRoot ? parent.host : /** @type {Element | null} */ (parent);
  if (!place) return null;
  const lang = place.getAttribute?.('lang');
  if (!lang) return languageAround(place);
  return /** @type {any} */ (lang.toLowerCase().match(/^(en|ja)\b/)?.[1] ?? null);
}

/**
 * Watches for whatever may change it.
 *
 * @param {Element} element
 * @param {() => void} onChange
 * @returns {() => void} to be called to watch no longer
 */
export function watchSurroundings(element, onChange) {
  const seen = () => [themeAround(element), languageAround(element), magnification(element)].join();
  let before = seen();
  const later = () =>
    requestAnimationFrame(() => {
      if (!element.isConnected) return;
      // In the midst of a fade it may be neither what it was nor what it comes to.
      before = seen();
      onChange();
    });
  const observer = new MutationObserver(later);
  // Nearer to the element much else may move, as slides do: only what it comes to counts.
  const look = () => {
    if (before !== seen()) later();
  };
  const near = new MutationObserver(look);
  const spelt = { attributes: true, attributeFilter: ['class', 'style', 'lang', 'data-theme', 'data-bs-theme'] };
  for (const root of [document.documentElement, document.body]) observer.observe(root, spelt);
  for (let each = element.parentElement; each; each = each.parentElement) near.observe(each, spelt);
  // A colour that fades has only begun to change by then.
  const faded = (/** @type {TransitionEvent} */ event) => {
    if (event.propertyName === 'color') look();
  };
  document.addEventListener('transitionend', faded);
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', later);
  // Slides are scaled to the window, some of them by a script that hears of it too.
  const resized = () => requestAnimationFrame(look);
  addEventListener('resize', resized);
  return () => {
    observer.disconnect();
    near.disconnect();
    document.removeEventListener('transitionend', faded);
    media.removeEventListener('change', later);
    removeEventListener('resize', resized);
  };
}

/** Milliseconds between two looks at what stands in a slide that is not shown. */
const GLANCE = 100;

/**
 * Tells when an element comes into view, and is not one of a slide still hidden behind others; and when it is out of it.
 *
 * @param {Element} element
 * @param {string} ahead how far from the view is near enough, as a CSS length
 * @param {(seen: boolean) => void} onChange
 * @returns {() => void} to be called to watch no longer
 */
export function watchView(element, ahead, onChange) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let glance;
  const look = () => {
    // No event tells that something has become visible.
    if (element.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) === false)
      glance = setTimeout(look, GLANCE);
    else onChange(true);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      clearTimeout(glance);
      if (entries[entries.length - 1].isIntersecting) look();
      else onChange(false);
    },
    { rootMargin: ahead },
  );
  observer.observe(element);
  return () => {
    observer.disconnect();
    clearTimeout(glance);
  };
}
