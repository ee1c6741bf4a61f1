/**
 * Keeps the focus where a keyboard goes on from: when a drawing turns off or takes away what has it, it goes to what
 * stands nearest, and does not fall back to the top of the page.
 */

const focusable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/**
 * Where an element stands within one of those around it: that one's child which holds it, and the child's neighbours.
 *
 * @typedef {{ around: Element | ShadowRoot, branch: Element, before: Element | null, after: Element | null }} Place
 */

/** @param {Document | ShadowRoot} root @param {() => void} draw */
export function keepFocus(root, draw) {
  const focused = /** @type {HTMLElement | null} */ (root.activeElement);
  if (!focused || focused === document.body) return draw();
  // Of what is taken away nobody can tell afterwards where it stood.
  const places = placesOf(focused);
  const shows = focused.matches(':focus-visible');
  draw();
  const now = root.activeElement;
  const isGivenOn = now !== null && now !== document.body && now !== focused;
  if (isGivenOn || (focused.isConnected && !focused.closest('[hidden], :disabled'))) return;
  for (const place of places) {
    const next = nearest(focused, place);
    // Whoever works with a mouse has no use for being taken there.
    if (next) return next.focus({ preventScroll: !shows });
  }
}

/** From the innermost. @param {Element} element @returns {Place[]} */
function placesOf(element) {
  /** @type {Place[]} */
  const places = [];
  for (let branch = element; branch.parentNode; branch = /** @type {Element} */ (branch.parentNode)) {
    const around = /** @type {Element | ShadowRoot} */ (branch.parentNode);
    places.push({ around, branch, before: branch.previousElementSibling, after: branch.nextElementSibling });
    if (!(around instanceof Element)) break;
  }
  return places;
}

/**
 * Its fellow if there is one: the next button of a row, the same button of the next card. Else whatever comes next.
 *
 * @param {Element} focused
 * @param {Place} place
 */
function nearest(focused, { around, branch, before, after }) {
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (around.querySelectorAll(focusable))].filter(
    (each) => !each.matches(':disabled') && each.checkVisibility(),
  );
  const isAhead = (/** @type {Element} */ each) => {
    if (around.contains(branch)) return follows(each, branch);
    if (after && around.contains(after)) return after.contains(each) || follows(each, after);
    return !before || (follows(each, before) && !before.contains(each));
  };
  const isFellow = (/** @type {Element} */ each) => {
    let own = each;
    while (own.parentNode !== around) own = /** @type {Element} */ (own.parentNode);
    return isAlike(each, focused) && isAlike(own, branch);
  };
  const ahead = all.filter(isAhead);
  const behind = all.filter((each) => !ahead.includes(each)).reverse();
  const nearestFirst = all.flatMap((_, i) => [ahead[i], behind[i]]).filter(Boolean);
  return nearestFirst.find(isFellow) ?? ahead[0] ?? behind[0];
}

/** @param {Element} a @param {Element} b */
const follows = (a, b) => Boolean(b.compareDocumentPosition(a) & Node.DOCUMENT_POSITION_FOLLOWING);

/** @param {Element} a @param {Element} b */
const isAlike = (a, b) => a.tagName === b.tagName && a.className === b.className;
