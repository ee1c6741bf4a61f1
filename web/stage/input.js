/**
 * What a reader has entered.
 */

/** @param {Event} event */
export const valueOf = (event) => /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value;

/** An empty or broken entry is no number, and must not be read as 0. @param {Event} event */
export function numberIn(event) {
  // As it may come from a Japanese keyboard, or from a table.
  const text = valueOf(event).normalize('NFKC').replaceAll(/[,\s]/g, '').replace('−', '-');
  return text === '' ? NaN : Number(text);
}

/** To two digits: what a slider is good for. @param {number} value */
export const twoDigits = (value) => Number(value.toPrecision(2));
