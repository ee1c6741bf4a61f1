/**
 * The lens: one update of a run as the method's formula with its numbers in it.
 */
export { explain } from './explain.js';
export { samProbe } from './probe.js';
export { lensFormula, lensView } from './view.js';
export { phrases } from './phrases.js';
