/**
 * The experiments of the notes that are not among the page's own: each shows one claim of the text, and
 * tests/notes.test.js measures it.
 */
import { presets } from '../experiment/index.js';

/** A bowl of ten to one with noise in both coordinates of the gradient, from a corner. */
const noisyBowl = { problem: { id: 'noisy-quadratic', condition: 10, noise: 1 }, start: [-1.3, 1.1] };

/** @type {Readonly<Record<string, Record<string, any>>>} */
const own = {
  'basic-rule': {
    problem: { id: 'quadratic', condition: 4 },
    start: [-1.3, 1],
    steps: 30,
    runs: [{ method: 'sgd', lr: 0.1 }],
    measure: { sharpness: 0 },
    view: { panels: ['landscape', 'loss', 'gradientNorm'] },
  },
  'adagrad-rates': {
    problem: { id: 'quadratic', condition: 100 },
    start: [-1.3, 1.3],
    steps: 60,
    runs: [
      { method: 'sgd', lr: 0.01 },
      { method: 'adagrad', lr: 0.5 },
    ],
    measure: { sharpness: 0 },
    view: { panels: ['landscape', 'loss', 'gradientNorm'] },
  },
  'adam-rates': {
    problem: { id: 'rosenbrock' },
    start: [-1.2, 1],
    steps: 1000,
    runs: [
      ...[0.001, 0.003, 0.01].map((lr) => ({ method: 'sgd', lr })),
      ...[0.03, 0.1, 0.3].map((lr) => ({ method: 'adam', lr })),
    ],
    measure: { sharpness: 0 },
    view: { panels: ['landscape', 'loss'] },
  },
  'signal-and-noise': {
    problem: noisyBowl.problem,
    start: [0, 1.3],
    steps: 100,
    runs: [{ method: 'adam', lr: 0.01 }],
    measure: { sharpness: 0 },
    view: { panels: ['landscape', 'loss', 'gradientNorm'] },
  },
  'first-moment': {
    ...noisyBowl,
    steps: 150,
    runs: [0, 0.9, 0.99].map((beta1) => ({ method: 'adam', lr: 0.03, beta1 })),
    measure: { sharpness: 0 },
    view: { panels: ['landscape', 'loss'] },
  },
  'second-moment': {
    problem: { id: 'noisy-quadratic', condition: 1, noise: 0.3 },
    start: [-1.4, 1.4],
    steps: 400,
    runs: [
      { method: 'rmsprop', lr: 0.01, gamma: 0.9 },
      { method: 'rmsprop', lr: 0.01, gamma: 0.9, centered: true },
    ],
    measure: { sharpness: 0 },
    view: { panels: ['landscape', 'loss', 'gradientNorm'] },
  },
  'adam-cosine': {
    ...noisyBowl,
    steps: 300,
    runs: [
      { method: 'adam', lr: 0.1 },
      { method: 'adam', lr: { type: 'cosine', base: 0.1, steps: 300, minLr: 0 } },
    ],
    measure: { sharpness: 0 },
    view: { panels: ['landscape', 'loss', 'lr'] },
  },
  'sam-two-stages': {
    problem: { id: 'sharp-flat' },
    start: [1.6, -1],
    steps: 12,
    runs: [{ method: 'sgd', lr: 0.08, sam: { rho: 0.25 } }],
    measure: { sharpness: 1, samSharpness: { rho: 0.25, eps: 0 } },
    view: { panels: ['landscape', 'loss', 'samSharpness'] },
  },
  'sam-curvature': {
    problem: { id: 'quadratic', condition: 20 },
    start: [-1.3, 0.3],
    steps: 120,
    runs: [
      { method: 'sgd', lr: 0.05 },
      { method: 'sgd', lr: 0.05, sam: { rho: 0.1 } },
    ],
    measure: { sharpness: 0 },
    view: { panels: ['landscape', 'loss', 'gradientNorm'] },
  },
};

/**
 * @param {string} id of one of the page's named experiments, or of the notes' own
 * @returns {{ config: Record<string, any>, named: boolean }} `named` if the page offers it by this name
 * @throws {RangeError} if there is none
 */
export function experiment(id) {
  const preset = presets.find((each) => each.id === id);
  if (preset) return { config: preset.config, named: true };
  if (!Object.hasOwn(own, id)) throw new RangeError(`there is no experiment "${id}" for the notes`);
  return { config: own[id], named: false };
}
