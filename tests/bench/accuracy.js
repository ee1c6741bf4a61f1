/**
 * SAM against its base where 30 % of the training labels are wrong, whatever it shows: test accuracy over several seeds.
 */
import { presets, runExperiment } from 'kudari/experiment';
import { rounded } from './summary.js';

/**
 * @typedef {{ mean: number, error: number }} Mean in per cent; its standard error
 * @typedef {{ method: string, rho: number | null, last: Mean, best: Mean }} AccuracyRow after the last step, and at the best
 *   step of each run
 */

export const SEEDS = 10;

/** @param {number[]} values @returns {Mean} */
function mean(values) {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1);
  return { mean: rounded(100 * average, 3), error: rounded(100 * Math.sqrt(variance / values.length), 2) };
}

/** @param {import('kudari').Kudari} kudari @returns {Promise<AccuracyRow[]>} */
export async function compareAccuracies(kudari) {
  const preset = /** @type {import('kudari/experiment').Preset} */ (presets.find(({ id }) => id === 'flipped-labels'));
  const finals = preset.config.runs.map(() => /** @type {number[]} */ ([]));
  const bests = preset.config.runs.map(() => /** @type {number[]} */ ([]));
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { runs } = await runExperiment(kudari, { ...preset.config, seed, measure: { sharpness: 0, accuracy: 10 } });
    runs.forEach(({ testAccuracy }, k) => {
      const measured = testAccuracy.filter(Number.isFinite);
      finals[k].push(measured[measured.length - 1]);
      bests[k].push(Math.max(...measured));
    });
  }
  return preset.config.runs.map((/** @type {any} */ run, /** @type {number} */ k) => ({
    method: run.method,
    rho: run.sam?.rho ?? null,
    last: mean(finals[k]),
    best: mean(bests[k]),
  }));
}
