/**
 * What a reader has entered.
 */

/** @param {Event} event */
export const valueOf = (event) => /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value;

/** An empty or broken entry is no number, and must not be read as 0. @param {Event} event */
export function numberIn(event) {
  // As it may come from a Japanese keyboard, or from a table.
  const text = valueOf(event).normalize('NFKC').replaceAll(/\s/g, '').replace('−', '-');
  // A comma parts thousands, or is no part of a number here: 0,5 must not be read as 5.
  const plain = /^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text) ? text.replaceAll(',', '') : text;
  return plain === '' ? NaN : Number(plain);
}

/** To two digits: what a slider is good for. @param {number} value */
export const twoDigits = (value) => Number(value.toPrecision(2));
