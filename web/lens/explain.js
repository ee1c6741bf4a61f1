/**
 * One update of a run, explained: each quantity of the method's formula with its value in each coordinate.
 *
 * @typedef {import('./methods.js').Line} Line
 * @typedef {import('./methods.js').Note} Note
 * @typedef {import('./methods.js').Formula} Formula
 * @typedef {import('./expression.js').Expression} Expression
 * @typedef {import('./expression.js').SymbolNode} SymbolNode
 * @typedef {import('./expression.js').Values} Values
 * @typedef {import('../core/settings.js').Settings} Settings
 * @typedef {import('../experiment/config.js').Config} Config
 * @typedef {import('../experiment/trace.js').RunTrace} RunTrace
 *
 * @typedef {object} Explained one quantity
 * @property {string} key
 * @property {Expression} symbol
 * @property {'=' | '←'} relation
 * @property {Expression | null} expression
 * @property {boolean} shared whether one number holds for all coordinates
 * @property {number[]} values of each coordinate; a single one if shared
 * @property {Note | null} note
 * @property {string[]} marks about each value
 *
 * @typedef {object} Explanation
 * @property {string} method
 * @property {number} step the state that the update leaves; it leads to step + 1, and its number t is step + 1 too
 * @property {string[]} coordinates their names
 * @property {number} size parameters of the problem
 * @property {boolean} grouped whether groups of parameters have values of their own
 * @property {boolean} general whether the method has no formula here, so that only what is recorded is said
 * @property {{ symbol: SymbolNode, values: number[] }[]} given what the formulas take: one value, or one a coordinate
 * @property {Explained[]} lines
 * @property {Values[]} values of each coordinate, by the keys of the symbols: what stands for them in the formulas
 */
import { baseRate } from '../core/schedules.js';
import { checkSettings } from '../core/settings.js';
import { constant, evaluate, negative, product, quotient, sum, symbol, symbolsOf } from './expression.js';
import { gradientLines, gradientValues } from './gradient.js';
import { methodFormulas } from './methods.js';
import { change, effective, g, rate, t, w } from './symbols.js';

/** @param {number} size */
const namesOf = (size) => (size === 1 ? ['x'] : size === 2 ? ['x', 'y'] : ['w₁', 'w₂']);

/** A run's formulas; those of each regime are made once. */
class Book {
  /** @type {Map<string, Line[]>} */ #chapters = new Map();

  /** @param {Config} config @param {number} k */
  constructor(config, k) {
    const { method, ...options } = config.runs[k];
    this.size = config.start.length;
    this.names = namesOf(this.size);
    this.settings = checkSettings(method, { ...options, dtype: config.dtype }, this.size);
    this.method = Object.hasOwn(methodFormulas, method) ? methodFormulas[method] : null;
    this.inputs = this.method?.inputs?.(this.settings) ?? (() => ({}));
  }

  /** @param {number} step its number, from 1 @param {boolean} flat whether SAM sees no gradient */
  lines(step, flat) {
    const regime = this.method?.regime?.(this.settings, step) ?? '';
    const name = `${regime} ${flat}`;
    const known = this.#chapters.get(name);
    if (known) return known;
    const lines = this.#write(regime, flat);
    this.#chapters.set(name, lines);
    return lines;
  }

  /** @param {string} regime @param {boolean} flat @returns {Line[]} */
  #write(regime, flat) {
    const { settings, method } = this;
    const before = gradientLines(settings, { size: this.size, names: this.names, flat });
    const lines = method
      ? [...before, ...methodLines(settings, method.formula(situationOf(settings, regime)))]
      : [...before, ...recordedLines(settings)];
    // Where groups have rates of their own, nothing is sure to be the same for all.
    return settings.groups.length ? lines.map((line) => ({ ...line, shared: false })) : lines;
  }
}

/** @param {Settings} settings @param {string} regime @returns {import('./methods.js').Situation} */
const situationOf = ({ lr, options, groups }, regime) => ({
  options,
  regime,
  rate,
  unit: lr === 1 && groups.every((group) => group.lr === undefined),
  scheduled: (typeof lr !== 'number' && baseRate(lr) > 0) || groups.some((group) => typeof group.lr === 'object'),
});

/** @param {string} key @param {Expression} symbol @param {Expression | null} expression @param {Partial<Line>} [more] @returns {Line} */
const line = (key, symbol, expression, more) => ({ key, symbol, relation: '=', expression, ...more });

/** @param {Settings} settings @param {Formula} formula @returns {Line[]} */
function methodLines(settings, { before, rate: own, mark, step, after = [] }) {
  const decays = settings.options.weightDecay > 0 || settings.groups.some(({ weightDecay = 0 }) => weightDecay > 0);
  const decay = decays && negative(product(rate, constant('weightDecay', 'λ'), w));
  return [
    ...before,
    line('effective', effective, own, { mark }),
    line('change', change, sum(step, decay)),
    ...after,
    line('w', w, sum(w, change), { relation: '←' }),
  ];
}

/** Of a method that has no formula here: what it keeps, and what became of w. @param {Settings} settings @returns {Line[]} */
function recordedLines({ method }) {
  const slots = method.slots.map(({ name }) => line(name, symbol(name, name), null, { relation: '←' }));
  return [
    ...slots,
    line('change', change, null),
    line('effective', effective, quotient(negative(change), g)),
    line('w', w, sum(w, change), { relation: '←' }),
  ];
}

/** By the run's own config, which never changes. @type {WeakMap<object, Book>} */
const books = new WeakMap();

/** @param {Config} config @param {number} k */
function bookOf(config, k) {
  const run = config.runs[k];
  const book = books.get(run) ?? new Book(config, k);
  books.set(run, book);
  return book;
}

/**
 * The update that leaves state i, or the last one if none leaves it yet.
 *
 * @param {Config} config as parseConfig returned it
 * @param {number} k which run
 * @param {RunTrace} run its trace, as the experiment recorded it
 * @param {number} i state, from 0
 * @returns {Explanation | null} null before the first update
 */
export function explain(config, k, run, i) {
  const { count, dimensions } = run.updates;
  if (count === 0) return null;
  const book = bookOf(config, k);
  const step = updateAt(run, i);
  const flat = run.updates.ascentNorm?.[step] === 0;
  const lines = book.lines(step + 1, flat);
  const columns = Array.from({ length: dimensions }, (_, j) => valuesAt(book, run, step, j, lines));
  return {
    method: run.method,
    step,
    coordinates: book.names,
    size: book.size,
    grouped: book.settings.groups.length > 0,
    general: book.method === null,
    given: givenOf(lines, columns),
    lines: lines.map((each) => explained(each, columns, run, step)),
    values: columns,
  };
}

/** @param {Line} line @param {Values[]} columns @param {RunTrace} run @param {number} step @returns {Explained} */
function explained({ key, symbol: name, relation, expression, shared = false, note, mark }, columns, run, step) {
  const shown = shared ? columns.slice(0, 1) : columns;
  return {
    key,
    symbol: name,
    relation,
    expression,
    shared,
    values: shown.map((values) => values[key]),
    note: key === 'w' ? projection(columns, run, step) : (note?.(columns[0]) ?? null),
    marks: mark ? shown.map(mark) : [],
  };
}

/** Whether the problem has moved w after the update. @param {Values[]} columns @param {RunTrace} run @param {number} step @returns {Note | null} */
function projection(columns, run, step) {
  const moved = (/** @type {Values} */ values, /** @type {number} */ j) => {
    const next = stateOf(run, step + 1, j);
    return Math.abs(next - values.w) > 1e-6 * Math.max(1, Math.abs(next));
  };
  if (!run.updates.projected || !columns.some(moved)) return null;
  return { id: 'projected', values: { w: stateOf(run, step + 1, 0) }, remarkable: true };
}

/** The update that leaves a state; at the last state the one that led there. @param {RunTrace} run @param {number} i */
export const updateAt = ({ updates }, i) => Math.max(0, Math.min(i, updates.count - 1));

/** @param {RunTrace} run @param {number} i state @param {number} j coordinate */
export const stateOf = ({ path, dimensions }, i, j) => path[i * dimensions + j];

/** All values of one coordinate. @param {Book} book @param {RunTrace} run @param {number} i @param {number} j @param {Line[]} lines */
function valuesAt({ settings, inputs, method }, run, i, j, lines) {
  const { options, groups, lr } = settings;
  const { updates } = run;
  const group = groups.find(({ start, end }) => start <= j && j < end);
  const ownRate = group?.lr ?? lr;
  /** @type {Values} */
  const values = {
    ...options,
    l2: group?.l2 ?? options.l2,
    weightDecay: group?.weightDecay ?? options.weightDecay,
    ...inputs(i + 1),
    baseLr: baseRate(ownRate),
    t: i + 1,
    lr: updates.rates ? updates.rates[i * updates.dimensions + j] : run.lr[i],
    w0: stateOf(run, i, j),
    ...gradientValues(settings, updates, i, j, (other) => stateOf(run, i, other)),
  };
  for (const { name, start } of settings.method.slots) {
    const column = updates.slots[name];
    if (!column) continue;
    values[`${name}0`] = i > 0 ? column[(i - 1) * updates.dimensions + j] : start ? options[start] : 0;
    // Only where no formula says so is what came out taken from the record.
    if (!method) values[name] = column[i * updates.dimensions + j];
  }
  if (!method) values.change = stateOf(run, i + 1, j) - stateOf(run, i, j);
  for (const { key, expression } of lines) if (expression) values[key] = evaluate(expression, values);
  return values;
}

/** The constants in the formulas, in the order in which they appear. @param {Line[]} lines @param {Values[]} columns */
function givenOf(lines, columns) {
  const symbols = [rate, ...lines.flatMap(({ expression }) => (expression ? symbolsOf(expression) : []))];
  const defined = new Set(lines.map(({ key }) => key));
  const constants = new Map(
    symbols.filter((each) => each.constant && each !== t && !defined.has(each.key)).map((each) => [each.key, each]),
  );
  return [...constants.values()].map((each) => {
    const values = columns.map((column) => column[each.key]);
    return { symbol: each, values: values.every((value) => value === values[0]) ? values.slice(0, 1) : values };
  });
}

/**
 * A method's formulas in general, for a settings object: what `lensFormula` writes.
 *
 * @param {string} id
 * @param {Record<string, any>} options
 * @returns {{ lines: Line[], cases: { lines: Line[], condition: Expression | null, relation: string, limit: number }[] }}
 *   lines that hold always, then those of Δw in each regime; none of a method that has no formula here
 */
export function formulaOf(id, options) {
  const settings = checkSettings(id, options, 2);
  const method = methodFormulas[id];
  if (!method) return { lines: [], cases: [] };
  const regimes = method.regimes ?? [{ regime: '', condition: null, relation: '', limit: 0 }];
  const written = regimes.map(({ regime }) => methodLines(settings, method.formula(situationOf(settings, regime))));
  const isStep = (/** @type {Line} */ { key }) => key === 'change';
  const [first] = written;
  // The rate of a coordinate is a line of the lens; here it counts only where the step speaks of it.
  const spoken = new Set(
    first.filter(isStep).flatMap(({ expression }) => symbolsOf(/** @type {Expression} */ (expression))),
  );
  const lines = first.filter(
    (each) => !isStep(each) && each.key !== 'w' && (each.key !== 'effective' || spoken.has(effective)),
  );
  const cases = written.map((own, r) => ({ ...regimes[r], lines: own.filter(isStep) }));
  return { lines, cases };
}
