/**
 * What a run comes to, as plain data: build/bench/results.json, and tests/bench/results.json, which is what README.md quotes.
 *
 * @typedef {object} Results
 * @property {ReturnType<typeof import('./machine.js').describeMachine>} machine
 * @property {{ float32: Record<string, import('./update.js').UpdateRow[]>, float64: Record<string, import('./update.js').UpdateRow[]> }} update
 *   by method
 * @property {import('./limits.js').Limits} limits
 * @property {import('./step.js').StepRow[]} step
 * @property {import('./sharpness.js').SharpnessRow[]} sharpness
 * @property {import('./load.js').Load} load
 * @property {Record<string, import('./sizes.js').Size>} sizes
 * @property {import('./accuracy.js').AccuracyRow[]} accuracy
 * @property {number} seeds that the accuracies are means of
 * @property {{ name: string, frames: number, worst: number, long: number }[]} play long: how many tasks over 50 ms
 * @property {import('./elements.js').Elements} elements
 * @property {import('./engines.js').EngineRow[]} engines
 */
import { readFileSync, writeFileSync } from 'node:fs';

const saved = new URL('results.json', import.meta.url);

/** @returns {Results} */
export const savedResults = () => JSON.parse(readFileSync(saved, 'utf8'));

/** @param {Results} results */
export const asText = (results) => `${JSON.stringify(results, null, 1)}\n`;

/** @param {Results} results */
export const save = (results) => writeFileSync(saved, asText(results));
