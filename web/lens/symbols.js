/**
 * The quantities that several methods share. A key ending in 0 is the value before the update.
 */
import { constant, symbol } from './expression.js';

export const t = constant('t', 't');
export const rate = constant('lr', 'ϵ');
export const w = symbol('w0', 'w');
export const g = symbol('g', 'g');

export const beta1 = constant('beta1', 'β', { sub: '1' });
export const beta2 = constant('beta2', 'β', { sub: '2' });
export const gamma = constant('gamma', 'γ');
export const mu = constant('momentum', 'μ');

/** A vector of state, before and after: both are written alike, as "m ← β₁ m + …" has them. @param {string} key @param {string} glyph @param {Partial<import('./expression.js').SymbolNode>} [look] */
const slot = (key, glyph, look) => ({ before: symbol(`${key}0`, glyph, look), after: symbol(key, glyph, look) });

export const m = slot('m', 'm');
export const v = slot('v', 'v');
export const vMax = slot('vMax', 'v', { sub: 'max' });
export const s = slot('s', 's');
export const u = slot('u', 'u');
export const mean = slot('mean', 'g', { accent: '¯' });

export const mHat = symbol('mHat', 'm', { accent: '^' });
export const effective = symbol('effective', 'ϵ', { sub: 'eff' });
export const change = symbol('change', 'w', { before: 'Δ' });
