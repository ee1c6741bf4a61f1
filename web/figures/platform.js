/**
 * What charts stand on, also where it is scaled, as slides are: they are as large as their style says, and as fine as the
 * screen shows them.
 */
import { DomPlatform } from 'chart.js';

/** Pixels of a canvas to one of its style; nobody sees more. */
const FINEST = 4;

/** How many times larger an element is on the screen than in its style. @param {Element} element */
export function magnification(element) {
  const times = element.getBoundingClientRect().width / parseFloat(getComputedStyle(element).width);
  // The browser rounds sizes on the screen; one that is not seen has none.
  return Math.round(1000 * times) / 1000 || 1;
}

export class Platform extends DomPlatform {
  /** @type {Element | null} */ #place = null;

  /** @param {Parameters<DomPlatform['acquireContext']>} given */
  acquireContext(...given) {
    this.#place = given[0].parentElement;
    return super.acquireContext(...given);
  }

  getDevicePixelRatio() {
    const times = this.#place ? magnification(this.#place) : 1;
    return Math.min(FINEST, super.getDevicePixelRatio() * Math.max(1, times));
  }

  /**
   * Without a size given, Chart.js takes that on the screen.
   *
   * @param {HTMLCanvasElement} canvas
   * @param {number} [width]
   * @param {number} [height]
   * @param {number} [aspectRatio]
   */
  getMaximumSize(canvas, width, height, aspectRatio) {
    const style = getComputedStyle(/** @type {Element} */ (canvas.parentElement));
    const own = (/** @type {string} */ length) => parseFloat(length) || undefined;
    return super.getMaximumSize(canvas, width ?? own(style.width), height ?? own(style.height), aspectRatio);
  }
}

/**
 * Fits a chart to what it stands in: nobody tells it when that has been scaled.
 *
 * @param {import('chart.js').Chart} chart
 */
export function remeasure(chart) {
  // Until an update it keeps the fineness that it once asked for.
  chart.update('none');
  chart.resize();
}
