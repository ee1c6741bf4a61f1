/**
 * Pointers and wheel on a chart as what they mean: a drag of something, a move of the whole, a zoom, a tap, a hover.
 */
import { hasAxes, pointIn } from './chart.js';

/**
 * @typedef {ReturnType<typeof pointIn>} Place in the chart's own pixels
 *
 * @typedef {object} Gestures
 * @property {(place: Place, event: PointerEvent) => ((place: Place) => void) | null} grab what a press takes hold of: a
 *   function to be told every place it is drawn to, the first included; null if the press holds the whole
 * @property {(place: Place) => void} [tap] a press that held the whole and did not move
 * @property {(place: Place | null) => void} hover null once the pointer has left
 * @property {(dx: number, dy: number) => void} pan
 * @property {(factor: number, place: Place) => void} zoom factor above 1 comes nearer
 */

/** Pixels that a press may tremble and still be a tap. */
const TREMOR = 4;
/** A notch of a wheel, as the events count it, doubles in this many. */
const WHEEL_DOUBLING = 300;

/**
 * @param {import('chart.js').Chart} chart
 * @param {Gestures} gestures
 */
export function watchGestures(chart, { grab, tap, hover, pan, zoom }) {
  const { canvas } = chart;
  /** @type {Map<number, Place>} */
  const pointers = new Map();
  /** @type {((place: Place) => void) | null} */
  let held = null;
  let moved = false;

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !hasAxes(chart)) return;
    const place = pointIn(chart, event);
    if (pointers.size === 0 && !place.inside) return;
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, place);
    // A second finger: what was a drag of one is a pinch of two.
    if (pointers.size > 1) {
      held = null;
      moved = true;
      return;
    }
    moved = false;
    held = grab(place, event);
    held?.(place);
  });

  canvas.addEventListener('pointermove', (event) => {
    if (!hasAxes(chart)) return;
    const place = pointIn(chart, event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      hover(place.inside ? place : null);
      return;
    }
    if (held) {
      held(place);
      hover(place.inside ? place : null);
      return;
    }
    if (!moved && Math.hypot(place.x - before.x, place.y - before.y) < TREMOR) return;
    moved = true;
    if (pointers.size === 2) pinch(event.pointerId, before, place);
    else pan(place.x - before.x, place.y - before.y);
    pointers.set(event.pointerId, place);
  });

  /** @param {number} id @param {Place} before @param {Place} place */
  const pinch = (id, before, place) => {
    const [other] = [...pointers].filter(([each]) => each !== id).map(([, at]) => at);
    const distance = (/** @type {Place} */ at) => Math.max(1, Math.hypot(at.x - other.x, at.y - other.y));
    const middle = { x: (place.x + other.x) / 2, y: (place.y + other.y) / 2, inside: true };
    zoom(distance(place) / distance(before), middle);
    pan((place.x - before.x) / 2, (place.y - before.y) / 2);
  };

  canvas.addEventListener('pointerup', (event) => {
    const place = pointers.get(event.pointerId);
    if (place && !held && !moved && pointers.size === 1) tap?.(place);
    release(event);
  });
  const release = (/** @type {PointerEvent} */ event) => {
    pointers.delete(event.pointerId);
    held = null;
  };
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('pointerleave', () => hover(null));

  // A bare wheel scrolls the page; with Control, as a pinch of a touchpad comes too, it zooms.
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      // Slides are turned by a wheel, whatever else is held.
      event.stopPropagation();
      if (hasAxes(chart)) zoom(2 ** (-event.deltaY / WHEEL_DOUBLING), pointIn(chart, event));
    },
    { passive: false },
  );
}

/** Share of a range that a key moves it by. */
const STRIDE = 0.1;

/**
 * The same without a pointer: plus, minus and zero zoom, arrow keys with Shift move the whole.
 *
 * @param {import('chart.js').Chart} chart
 * @param {{ pan: (dx: number, dy: number) => void, zoom: (factor: number, place: Place) => void, reset: () => void }} to
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key was one of them
 */
export function zoomWithKey(chart, { pan, zoom, reset }, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !hasAxes(chart)) return false;
  const { left, top, width, height } = chart.chartArea;
  const middle = { x: left + width / 2, y: top + height / 2, inside: true };
  const [dx, dy] = [STRIDE * width, STRIDE * height];
  const shifted = event.shiftKey
    ? {
        ArrowLeft: () => pan(dx, 0),
        ArrowRight: () => pan(-dx, 0),
        ArrowUp: () => pan(0, dy),
        ArrowDown: () => pan(0, -dy),
      }
    : {};
  const acts = {
    '+': () => zoom(1.5, middle),
    '=': () => zoom(1.5, middle),
    '-': () => zoom(1 / 1.5, middle),
    0: reset,
  };
  const act = /** @type {Record<string, () => void>} */ ({ ...acts, ...shifted })[event.key];
  act?.();
  return act !== undefined;
}
