/**
 * All elements of a page share its frames: what they want to draw is done in turn, a frame's share at a time, so that
 * many of them hold the page up no longer than one does.
 */

/** Of a frame; one that began before takes as long as it takes. */
const SHARE = 8; // milliseconds

/** Who waits, and for what; a second wish replaces the first and keeps its place. @type {Map<object, () => void>} */
const waiting = new Map();
let frame = 0;

/**
 * Does it in a frame to come.
 *
 * @param {object} who
 * @param {() => void} act
 */
export function takeTurn(who, act) {
  waiting.set(who, act);
  frame ||= requestAnimationFrame(work);
}

/** @param {object} who */
export const leaveTurn = (who) => waiting.delete(who);

function work() {
  frame = 0;
  const begun = performance.now();
  for (const [who, act] of waiting) {
    waiting.delete(who);
    try {
      act();
    } catch (error) {
      // The others have their turn all the same.
      reportError(error);
    }
    if (performance.now() - begun > SHARE) break;
  }
  if (waiting.size > 0) frame ||= requestAnimationFrame(work);
}
