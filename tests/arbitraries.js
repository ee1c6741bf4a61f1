/**
 * Anything a caller may hand in, made from the package's own tables: what is allowed, and what is not.
 */
import fc from 'fast-check';
import { methods, schedules } from 'kudari';
import { problems } from 'kudari/problems';

/** @typedef {import('kudari').Kudari} Kudari */

const tries = Number(process.env.TRIES ?? 0);

/**
 * The same tries at each run, and others on demand: `TRIES=20000 SEED=2 node --test tests/properties.test.js`.
 *
 * @param {number} runs
 * @returns {import('fast-check').Parameters<any>}
 */
export const effort = (runs) => ({
  numRuns: tries || runs,
  includeErrorInReport: true,
  seed: Number(process.env.SEED ?? 1),
});

/** Values that break things. */
export const odd = fc.oneof(
  fc.constantFrom(
    NaN,
    Infinity,
    -Infinity,
    -0,
    -1,
    2 ** 53,
    1e308,
    5e-324,
    '',
    '1',
    'NaN',
    null,
    undefined,
    true,
    [],
    {},
  ),
  fc.constantFrom(1n, Symbol('odd'), () => 1, new Date(0), new Float64Array(2), Object.create(null), /x/, new Map()),
  fc.anything({ withBigInt: true, withTypedArray: true, withNullPrototype: true, maxDepth: 2 }),
);

/** A value that the row of a table allows. @param {any} spec @returns {fc.Arbitrary<any>} */
export function allowed(spec) {
  if (spec.choices) return fc.constantFrom(...spec.choices);
  if (typeof spec.default === 'boolean') return fc.boolean();
  const low = spec.min ?? spec.above ?? -10;
  const high = spec.max ?? spec.below ?? Math.max(10, 2 * low);
  const between = spec.integer
    ? fc.integer({ min: Math.max(low, -1e6), max: Math.min(high, 1e6) })
    : fc.double({
        ...{ min: low, max: high, noNaN: true },
        ...{ minExcluded: spec.above !== undefined, maxExcluded: spec.below !== undefined },
      });
  const usual = fc.constant(spec.default);
  return spec.default === null ? fc.oneof(usual, between) : fc.oneof(between, usual);
}

/** Some of the options of a table. @param {Record<string, any>} specs */
export const someOf = (specs) =>
  fc.record(Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, allowed(spec)])), { requiredKeys: [] });

export const learningRate = fc.oneof(
  fc.double({ min: 0, max: 2, noNaN: true }),
  fc.constantFrom(...schedules).chain(({ type, options }) => someOf(options).map((given) => ({ ...given, type }))),
);

const ball = fc.record(
  {
    rho: fc.double({ min: 0, max: 1, noNaN: true }),
    p: fc.oneof(fc.constantFrom(1, 2, Infinity, 'inf'), fc.double({ min: 1, max: 20, noNaN: true })),
    adaptive: fc.boolean(),
    eps: fc.constantFrom(0, 1e-12, 0.1),
  },
  { requiredKeys: [] },
);

/** @param {number} size */
const groups = (size) =>
  fc.uniqueArray(fc.integer({ min: 0, max: size }), { maxLength: 4 }).chain((cuts) => {
    const sorted = cuts.sort((a, b) => a - b);
    const pairs = sorted.slice(1).map((end, k) => ({ start: sorted[k], end }));
    return fc
      .array(fc.record({ lr: fc.double({ min: 0, max: 1, noNaN: true }) }, { requiredKeys: [] }), {
        minLength: pairs.length,
        maxLength: pairs.length,
      })
      .map((own) => pairs.map((pair, k) => ({ ...pair, ...own[k] })));
  });

export const method = fc.constantFrom(...methods);

/** What an optimizer of a method can be asked to be. @param {any} row @param {number} size @returns {fc.Arbitrary<any>} */
export function optimizerOptions({ options: { lr: _, ...own } }, size) {
  return fc
    .tuple(
      someOf(own),
      fc.record(
        {
          lr: learningRate,
          sam: fc.oneof(fc.constant(null), ball),
          clipNorm: fc.oneof(fc.constant(null), fc.double({ min: 1e-3, max: 10, noNaN: true })),
          clipValue: fc.oneof(fc.constant(null), fc.double({ min: 1e-3, max: 10, noNaN: true })),
          groups: groups(size),
          dtype: fc.constantFrom('float32', 'float64'),
          preset: fc.constantFrom('textbook', 'pytorch'),
        },
        { requiredKeys: [] },
      ),
    )
    .map(([first, second]) => ({ ...first, ...second }));
}

/** Parameters, or a gradient. @param {number} size */
export const entries = (size) =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -10, max: 10, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e-40, 1e30, -1e-300) },
    ),
    { minLength: size, maxLength: size },
  );

/** A problem that is quickly made, with some of its options. */
export const problem = fc
  .constantFrom(...Object.values(problems).filter(({ id }) => !['network', 'perceptron', 'factorization'].includes(id)))
  .chain(({ id, options }) => someOf(simple(options)).map((given) => ({ ...given, id })));

/** Options that are not checked by a function of their own, and small counts. @param {Record<string, any>} options */
const simple = (options) =>
  Object.fromEntries(
    Object.entries(options)
      .filter(([, spec]) => !spec.check)
      .map(([key, spec]) => [key, /^(size|points|testPoints)$/.test(key) ? { ...spec, max: 40 } : spec]),
  );
