/**
 * How the gradient g of a method's formula comes about: at w or, under SAM, at w + ε̂; clipped; with l2 · w.
 *
 * @typedef {import('./methods.js').Line} Line
 * @typedef {import('./expression.js').Expression} Expression
 * @typedef {import('./expression.js').Values} Values
 * @typedef {import('../core/settings.js').Settings} Settings
 * @typedef {import('../core/settings.js').Sam} Sam
 * @typedef {import('../experiment/updates.js').Updates} Updates
 */
import {
  absolute,
  clamp,
  constant,
  holds,
  max,
  min,
  negative,
  power,
  product,
  quotient,
  root,
  sign,
  sum,
  symbol,
} from './expression.js';
import { g, w } from './symbols.js';

const offset = symbol('offset', 'ε', { accent: '^' });
const gradient = symbol('gradient', 'E', { before: '∇', at: w });
const ascendedGradient = symbol('descent', 'E', { before: '∇', at: sum(w, offset) });
/** Whether the coordinate takes all of ρ. */
const chosen = symbol('largest', 'χ');
const scaled = symbol('scaled', 'h');
const clipNorm = constant('clipNorm', 'c');
const clipValue = constant('clipValue', 'c', { sub: '∞' });
const shrink = symbol('shrink', 'κ');
const length = symbol('length', '∇E', { bars: true, sub: '2' });

/** The exponent of the dual norm: 1/p + 1/q = 1. @param {number} p */
const dual = (p) => (p === 1 ? Infinity : p === Infinity ? 1 : p / (p - 1));

/** @param {number} q */
const nameOf = (q) => (q === Infinity ? '∞' : String(Number(q.toPrecision(3))));

/**
 * The norm of a vector that is shown whole, from its components; null where no short formula has it.
 *
 * @param {number} q
 * @param {readonly Expression[]} parts
 */
function normOf(q, parts) {
  if (q === 2) return root(sum(...parts.map((part) => power(part, 2))));
  if (q === 1) return sum(...parts.map(absolute));
  return q === Infinity ? max(...parts.map(absolute)) : null;
}

/**
 * The ascent to w + ε̂ and the gradient there.
 *
 * @param {Sam} sam
 * @param {{ size: number, names: readonly string[], flat: boolean }} about flat: the gradient is 0
 * @returns {Line[]}
 */
function ascent({ p, adaptive, eps }, { size, names, flat }) {
  const q = dual(p);
  const whole = size <= names.length;
  const direction = adaptive ? scaled : gradient;
  const norm = symbol('norm', adaptive ? 'h' : '∇E', { bars: true, sub: nameOf(q) });
  const parts = names.map((name, j) =>
    adaptive ? symbol(`part${j}`, 'h', { sub: name }) : symbol(`part${j}`, 'E', { before: '∇', sub: name }),
  );
  const fade = eps > 0 && constant('fade', 'δ');
  const radius = constant('radius', 'ρ');
  const stretch = adaptive && absolute(w);
  // Where the gradient is rounding noise, so that its sign says nothing, δ fades the radius out.
  const faded = symbol('faded', 'ρ', { sub: 'δ' });
  const reach = fade && p !== 2 ? faded : radius;
  const step = {
    1: () => product(reach, stretch, chosen, sign(gradient)),
    2: () => product(stretch, quotient(product(radius, direction), sum(norm, fade))),
    Infinity: () => product(reach, stretch, sign(gradient)),
  }[p];
  const general = () => product(reach, stretch, sign(gradient), power(quotient(absolute(direction), norm), q - 1));
  const up = sum(w, offset);
  return [
    given('gradient', gradient),
    ...(adaptive ? [{ ...given('scaled', scaled), expression: product(absolute(w), gradient) }] : []),
    { ...given('norm', norm), expression: whole ? normOf(q, parts) : null, shared: true },
    ...(reach === faded
      ? [{ ...given('faded', faded), expression: quotient(product(radius, norm), sum(norm, fade)), shared: true }]
      : []),
    ...(p === 1 ? [{ ...given('largest', chosen), expression: holds('largest', absolute(direction), norm) }] : []),
    { ...given('offset', offset), expression: flat ? { kind: 'number', value: 0 } : (step ?? general)() },
    { ...given('ascended', up), expression: up },
    given('descent', ascendedGradient),
  ];
}

/** @param {string} key @param {Expression} symbol @returns {Line} */
const given = (key, symbol) => ({ key, symbol, relation: '=', expression: null });

/**
 * @param {Settings} settings
 * @param {{ size: number, names: readonly string[], flat: boolean }} about
 * @returns {Line[]} the last of them is g
 */
export function gradientLines({ sam, clipNorm: longest, clipValue: most, options, groups }, about) {
  const pulls = options.l2 > 0 || groups.some(({ l2 = 0 }) => l2 > 0);
  const source = sam ? ascendedGradient : gradient;
  const limited = most === null ? source : clamp(source, negative(clipValue), clipValue);
  const whole = about.size <= about.names.length;
  const parts = about.names.map((name, j) => symbol(`clipPart${j}`, 'E', { before: '∇', sub: name }));
  /** @type {Line} */
  const measured = {
    ...given('length', length),
    expression: whole && most === null ? normOf(2, parts) : null,
    shared: true,
  };
  /** @type {Line} */
  const shrunk = {
    ...given('shrink', shrink),
    expression: min(1, quotient(clipNorm, length)),
    shared: true,
    note: ({ length: value, clipNorm: limit }) => ({
      id: value <= limit ? 'notClipped' : 'clipped',
      values: { limit },
      remarkable: !(value <= limit),
    }),
  };
  const shortened = longest === null ? limited : product(shrink, limited);
  const pulled = sum(shortened, pulls && product(constant('l2', 'λ', { sub: '2' }), w));
  // Alone and unchanged it is given, and needs no line of its own before that of g.
  const plain = pulled === gradient;
  return [
    ...(sam ? ascent(sam, about) : plain ? [] : [given('gradient', gradient)]),
    ...(longest === null ? [] : [measured, shrunk]),
    { key: 'g', symbol: g, relation: '=', expression: pulled },
  ];
}

/**
 * What these lines take as given, of one coordinate.
 *
 * @param {Settings} settings
 * @param {Updates} updates
 * @param {number} i
 * @param {number} j the coordinate
 * @param {(j: number) => number} at w's coordinates
 * @returns {Values}
 */
export function gradientValues({ sam, clipNorm: longest, clipValue: most }, updates, i, j, at) {
  const { dimensions } = updates;
  const entry = (/** @type {Float64Array} */ column, /** @type {number} */ k) => column[i * dimensions + k];
  /** @type {Values} */
  const values = { gradient: entry(updates.gradient, j), descent: entry(updates.descent, j) };
  if (most !== null) values.clipValue = most;
  if (longest !== null && updates.clipNorm) Object.assign(values, { clipNorm: longest, length: updates.clipNorm[i] });
  for (let k = 0; k < dimensions; k++) {
    const seen = entry(updates.gradient, k);
    values[`part${k}`] = sam?.adaptive ? Math.abs(at(k)) * seen : seen;
    values[`clipPart${k}`] = entry(updates.descent, k);
  }
  if (!sam || !updates.ascentNorm) return values;
  const norm = updates.ascentNorm[i];
  // Of several largest the first takes all of ρ.
  const largest = (/** @type {number} */ k) => Math.abs(values[`part${k}`]) === norm;
  values.largest = Number(largest(j) && !(j > 0 && largest(0)));
  return Object.assign(values, { radius: sam.rho, fade: sam.eps, norm });
}
