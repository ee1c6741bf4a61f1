import { describe } from '../check/check.js';
import { defineProblem } from './problem.js';

/** @typedef {typeof import('./calculus/index.js')} Calculus */

/** Longest formula, in characters. */
const longest = 500;

/** @type {Calculus | null} */
let calculus = null;
/** @type {Promise<void> | null} */
let loading = null;

/**
 * Loads what `formula` needs, a parser that nothing else does. Later calls share the first one's result, unless that
 * was a failure: then they try again (in vain in Firefox, which remembers it until the page is reloaded).
 *
 * @returns {Promise<void>}
 */
export function loadFormulas() {
  loading ??= import('./calculus/index.js').then(
    (loaded) => void (calculus = loaded),
    (error) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** @param {string} name @param {unknown} value */
function checkText(name, value) {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a formula in x and y, not ${describe(value)}`);
  if (value.length > longest)
    throw new RangeError(`${name} must be at most ${longest} characters long, not ${value.length}`);
  return value;
}

/**
 * The program of a formula. An experiment makes its problem many times over, so the last program is kept; programs
 * never change.
 *
 * @param {string} text
 */
function compiled(text) {
  if (!calculus) throw new TypeError('formula: its parser is not loaded yet; await loadFormulas() first');
  if (last?.text !== text) last = { text, program: named(calculus, text) };
  return { program: last.program, run: calculus.run };
}

/** @type {{ text: string, program: import('./calculus/program.js').Program } | null} */
let last = null;

/** @param {Calculus} calculus @param {string} text */
function named({ compile }, text) {
  try {
    return compile(text);
  } catch (error) {
    if (error instanceof Error) error.message = `formula: f: ${error.message}`;
    throw error;
  }
}

/** @param {string} name @param {number} low @param {number} high @returns {[number, number]} */
function interval(name, low, high) {
  if (!(low < high)) throw new RangeError(`formula: ${name}Min must be below ${name}Max, not ${low} to ${high}`);
  return [low, high];
}

/**
 * Where it is finite, with its gradient, nearest to where it was to start: on a grid of the domain.
 *
 * @param {(x: number, y: number) => boolean} finite
 * @param {readonly number[]} start
 * @param {import('./problem.js').Domain} domain
 */
function nearestFinite(finite, start, domain) {
  // Odd steps, so that the grid misses 0, where so much is not finite.
  const steps = 25;
  const ticks = domain.map(([low, high]) =>
    Array.from({ length: steps + 1 }, (_, k) => Number((low + ((high - low) * k) / steps).toPrecision(3))),
  );
  const points = ticks[0].flatMap((x) => ticks[1].map((y) => [x, y])).filter(([x, y]) => finite(x, y));
  const distance = (/** @type {number[]} */ [x, y]) => Math.hypot(x - start[0], y - start[1]);
  return points.sort((a, b) => distance(a) - distance(b))[0];
}

/** @param {(x: number, y: number) => boolean} finite @param {readonly number[]} start @param {import('./problem.js').Domain} domain */
function checkStart(finite, start, domain) {
  const [x, y] = start;
  if (finite(x, y)) return;
  const better = nearestFinite(finite, start, domain);
  const remedy = better
    ? `startX ${better[0]}, startY ${better[1]} would do`
    : 'nor is it anywhere on a grid over the domain';
  throw new RangeError(`formula: f or its gradient is not finite at the start (${x}, ${y}); ${remedy}`);
}

/** @type {(value: number, meaning: string) => { default: number, min: number, max: number, meaning: string }} */
const coordinate = /* @__NO_SIDE_EFFECTS__ */ (value, meaning) => ({ default: value, min: -1e6, max: 1e6, meaning });

/**
 * f(x, y) as typed, in any of +, −, *, /, ^ and the functions of calculus/vocabulary.js, with its derivatives by
 * symbolic differentiation: exact, at a kink such as that of abs those of the mean of both sides. A product needs no
 * sign (2x, x y, 3(x + 1), x(y + 1)) except in a divisor, powers associate to the right, and −x^2 is −(x^2).
 *
 * `await loadFormulas()` must come before the first one. A formula that cannot be read throws a SyntaxError, one that
 * is too long or deep a RangeError; both have `at`, the index of the first character concerned, and `length`.
 */
export const formula = defineProblem({
  id: 'formula',
  name: { en: 'Your own function', ja: '自分で入力した関数' },
  options: {
    f: {
      default: '(x^2 + y^2)/8 + sin(2x) cos(2y)',
      check: checkText,
      meaning: `f(x, y), at most ${longest} characters`,
    },
    xMin: coordinate(-3, 'left edge of the domain'),
    xMax: coordinate(3, 'right edge'),
    yMin: coordinate(-3, 'lower edge'),
    yMax: coordinate(3, 'upper edge'),
    startX: coordinate(-2.5, 'x of the start'),
    startY: coordinate(2.5, 'y of the start'),
  },
  create({ f, xMin, xMax, yMin, yMax, startX, startY }) {
    const domain = [interval('x', xMin, xMax), interval('y', yMin, yMax)];
    const { program, run } = compiled(f);
    const [value, dx, dy, dxx, dxy, dyy] = program.results;
    const registers = program.registers.slice();
    const finite = (/** @type {number} */ x, /** @type {number} */ y) => {
      run(program, registers, x, y, dy.end);
      return [value, dx, dy].every(({ register }) => Number.isFinite(registers[register]));
    };
    checkStart(finite, [startX, startY], domain);
    return {
      size: 2,
      loss(w) {
        run(program, registers, w[0], w[1], value.end);
        return registers[value.register];
      },
      gradient(w, g) {
        run(program, registers, w[0], w[1], dy.end);
        g[0] = registers[dx.register];
        g[1] = registers[dy.register];
        return registers[value.register];
      },
      hessianVector(w, v, out) {
        run(program, registers, w[0], w[1], dyy.end);
        const p = v[0];
        const q = v[1];
        out[0] = registers[dxx.register] * p + registers[dxy.register] * q;
        out[1] = registers[dxy.register] * p + registers[dyy.register] * q;
      },
      start: [startX, startY],
      domain,
      minima: [],
    };
  },
});
