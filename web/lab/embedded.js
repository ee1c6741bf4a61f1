/**
 * In a frame of another page: tells that page how high the figures would like to be. It may give the frame that height;
 * if it does not, the figures fill the height that there is.
 */
import { element } from './element.js';

/** What a message to the page around is called. */
const TYPE = 'kudari-height';

/** Without a change, until what there is counts. */
const REST = 60; // milliseconds

/** Tells it now, and whenever it has changed. */
export function tellHeight() {
  if (parent === window) return;
  let told = 0;
  const tell = () => {
    const height = naturalHeight();
    if (height === told) return;
    told = height;
    // Whoever put the page in a frame may know how high it is.
    parent.postMessage({ type: TYPE, height }, '*');
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let rest;
  // It reports when something has another size, not at every frame; and figures that fill the frame grow with it. They
  // come one after another: told is what they come to.
  const sizes = new ResizeObserver(() => {
    clearTimeout(rest);
    rest = setTimeout(tell, REST);
  });
  const curves = element('curves');
  const observe = () => [document.body, ...curves.children].forEach((each) => sizes.observe(each));
  new MutationObserver(observe).observe(curves, { childList: true });
  observe();
}

/** In CSS pixels, for the width that there is without a scrollbar; nobody sees it laid out so. */
function naturalHeight() {
  const { dataset } = document.documentElement;
  dataset.natural = '';
  const { height } = document.body.getBoundingClientRect();
  delete dataset.natural;
  return Math.ceil(height);
}
