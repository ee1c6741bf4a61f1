/**
 * What is kept of a series of measurements: few digits, as the others say nothing.
 */
import { median, spread } from '../../web/bench/measure.js';

/** @typedef {{ median: number, spread: number }} Summary spread: half the distance between the quartiles, as a share */

/** @param {number} value @param {number} digits significant */
export const rounded = (value, digits) => Number(value.toPrecision(digits));

/** @param {readonly number[]} values @returns {Summary} */
export const summary = (values) => ({ median: rounded(median(values), 4), spread: rounded(spread(values), 2) });
