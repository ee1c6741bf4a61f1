/**
 * The problems that the page offers: those of the catalogue, and the reader's own.
 */
import { catalogue, formula } from '../problems/index.js';

/** @type {readonly import('../problems/problem.js').ProblemFactory[]} */
export const offered = [...catalogue, formula];
