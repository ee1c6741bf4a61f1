/**
 * What holds of every optimizer, whatever is done to it in whatever order.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { allowed, effort, entries, learningRate, method, odd, optimizerOptions } from './arbitraries.js';
import { kudari, same, snapshot, waves, wrappedKudari } from './support.js';

/** @typedef {import('kudari').Optimizer} Optimizer @typedef {import('kudari').Kudari} Kudari */

/** An instance that counts what is taken from its memory and not given back. */
async function counted() {
  const held = new Set();
  const core = await wrappedKudari((exports) => ({
    ...exports,
    malloc: (/** @type {number} */ size) => {
      const at = exports.malloc(size);
      if (at) held.add(at);
      return at;
    },
    free: (/** @type {number} */ at) => {
      held.delete(at);
      exports.free(at);
    },
  }));
  return { core, held };
}

const { core: busy, held } = await counted();

/** What a call comes to: its value, or the message of one of our errors. @param {() => any} call */
function outcome(call) {
  try {
    return { value: call() };
  } catch (error) {
    assert.ok(error instanceof Error, `an error is an Error, not ${String(error)}`);
    return { message: error.message };
  }
}

const known = new Set([TypeError, RangeError, Error]);

/**
 * The call returns, or throws an error of ours that begins with the name of what is wrong.
 *
 * @template T
 * @param {() => T} call @param {RegExp} names
 * @returns {T | null}
 */
function worksOrNames(call, names) {
  try {
    return call();
  } catch (error) {
    assert.ok(known.has(/** @type {any} */ (error).constructor), `one of our errors, not ${error}`);
    assert.match(/** @type {Error} */ (error).message, names);
    return null;
  }
}

// ------------------------------------------------------------------------------------------------ options

describe('options', () => {
  test('that the tables allow make an optimizer that has them', () =>
    fc.assert(
      fc.property(
        method.chain((row) => fc.tuple(fc.constant(row), optimizerOptions(row, 5))),
        entries(5),
        ([row, options], w0) => {
          const opt = busy.optimizer(row.id, w0.map(Math.fround), options);
          for (const [key, value] of Object.entries(options)) {
            if (['lr', 'sam', 'groups'].includes(key)) continue;
            assert.deepEqual(opt.options[key], value, key);
          }
          if (options.sam) assert.equal(opt.options.sam.rho, options.sam.rho ?? 0.05);
          // What it says of itself makes it again.
          assert.deepEqual(busy.optimizer(row.id, [0, 0, 0, 0, 0], opt.options).options, opt.options);
          opt.dispose();
        },
      ),
      effort(400),
    ));

  test('of any kind are taken or refused by name, and what is refused holds no memory', () => {
    held.clear();
    fc.assert(
      fc.property(
        method.chain((row) =>
          fc.tuple(
            fc.constant(row),
            fc.constantFrom(
              ...Object.keys(row.options),
              'sam',
              'groups',
              'clipNorm',
              'clipValue',
              'dtype',
              'preset',
              'lr',
            ),
          ),
        ),
        odd,
        ([row, key], value) => {
          const before = held.size;
          const opt = worksOrNames(
            () => busy.optimizer(row.id, [1, 2], { [key]: value }),
            new RegExp(`^${row.id}: (options: )?${key}\\b`),
          );
          opt?.dispose();
          assert.equal(held.size, before);
        },
      ),
      effort(3000),
    );
  });

  test('as a whole, a start, a method: of any kind', () =>
    fc.assert(
      fc.property(odd, odd, odd, (id, w0, options) => {
        const before = held.size;
        worksOrNames(() => busy.optimizer(/** @type {any} */ (id), [1], {}), /^no method\b/)?.dispose();
        worksOrNames(() => busy.optimizer('adam', /** @type {any} */ (w0)), /^adam: w0\b/)?.dispose();
        worksOrNames(() => busy.optimizer('adam', [1], /** @type {any} */ (options)), /^adam\b/)?.dispose();
        assert.equal(held.size, before);
      }),
      effort(1500),
    ));

  test('of a schedule: its rates are numbers not below 0, or it is refused', () =>
    fc.assert(
      fc.property(learningRate, fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 8 }), (lr, steps) => {
        const rate = worksOrNames(() => kudari.schedule(lr), /^lr\b/);
        for (const t of rate ? steps : []) {
          const value = /** @type {(t: number) => number} */ (rate)(t);
          // One that grows may outgrow what there is; an optimizer refuses that when it comes to it.
          assert.ok(value >= 0, `${JSON.stringify(lr)} at ${t}: ${value}`);
        }
      }),
      effort(1500),
    ));
});

// ------------------------------------------------------------------------------------------------ lives

const SIZE = 6;

/** @param {any} row @returns {fc.Arbitrary<{ what: string, [more: string]: any }>} */
const event = (row) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ what: fc.constant('step') }) },
    { weight: 4, arbitrary: fc.record({ what: fc.constant('update'), g: entries(SIZE) }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('ascend'), g: entries(SIZE) }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('descend'), g: entries(SIZE) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('retreat') }) },
    {
      weight: 2,
      arbitrary: optimizerOptions(row, SIZE).map(({ dtype, preset, ...changes }) => ({ what: 'set', changes })),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        what: fc.constant('set'),
        changes: fc.dictionary(fc.constantFrom('lr', 'l2', 'sam', 'groups', 'nothing'), odd),
      }),
    },
    { weight: 1, arbitrary: learningRate.map((lr) => ({ what: 'lr', lr })) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('restore'), asJson: fc.boolean() }) },
    {
      weight: 1,
      arbitrary: fc.record({ what: fc.constant('reset'), w0: fc.option(entries(SIZE), { nil: undefined }) }),
    },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('throwing'), call: fc.constantFrom(1, 2) }) },
    { weight: 1, arbitrary: odd.map((loss) => ({ what: 'badLoss', loss })) },
  );

/** Whether there is such a value anywhere in it. @param {any} value @param {(value: any) => boolean} such @returns {boolean} */
const holds = (value, such) =>
  such(value) ||
  (typeof value === 'object' && value !== null && Object.values(value).some((each) => holds(each, such)));

/** A state as it comes out of a file. @param {any} state */
const throughJson = (state) =>
  JSON.parse(
    JSON.stringify(state, (_, value) => (ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value)),
  );

/**
 * Lets it happen. Returns the optimizer to go on with.
 *
 * @param {Kudari} core @param {Optimizer} opt @param {any} happening
 * @returns {Optimizer}
 */
function act(core, opt, { what, ...given }) {
  const feed = () => opt.gradient.set(given.g);
  if (what === 'step') opt.step(waves);
  else if (what === 'update') (feed(), opt.update());
  else if (what === 'ascend') (feed(), opt.ascend());
  else if (what === 'descend') (feed(), opt.descend());
  else if (what === 'retreat') opt.retreat();
  else if (what === 'set') opt.set(given.changes);
  else if (what === 'lr') opt.lr = given.lr;
  else if (what === 'reset') opt.reset(given.w0?.map(Math.fround));
  else if (what === 'badLoss') opt.step(() => given.loss);
  else if (what === 'throwing') {
    let calls = 0;
    opt.step((w, g) => {
      if (++calls === given.call) throw new Error('mine');
      return waves(w, g);
    });
  } else if (what === 'restore') {
    const state = opt.state();
    const other = core.restore(given.asJson ? throughJson(state) : structuredClone(state));
    opt.dispose();
    return other;
  }
  return opt;
}

/** All that may not be changed by what is refused, as the bits of its numbers. @param {Optimizer} opt */
const whole = (opt) => {
  const { params, slots, ...rest } = snapshot(opt);
  return {
    ...rest,
    ascended: opt.ascended,
    bits: [params, ...Object.values(slots)].map((each) => each.map((x) => (Object.is(x, -0) ? '-0' : String(x)))),
  };
};

/** Moves every view: memory that is asked for in the middle. @param {Kudari} core @param {Optimizer[]} ballast */
function grow(core, ballast) {
  const { byteLength } = ballast[0].params.buffer;
  while (ballast[0].params.buffer.byteLength === byteLength)
    ballast.push(core.optimizer('sgd', new Float64Array(40_000), { dtype: 'float64' }));
}

describe('a life', () => {
  const life = method.chain((row) =>
    fc.record({
      row: fc.constant(row),
      options: optimizerOptions(row, SIZE),
      w0: entries(SIZE).map((w0) => w0.map(Math.fround)),
      events: fc.array(event(row), { maxLength: 25 }),
    }),
  );

  test('of any course: steps and phases are what was done, and what is refused changes nothing', () =>
    fc.assert(
      fc.property(life, ({ row, options, w0, events }) => {
        let opt = busy.optimizer(row.id, w0, options);
        let [steps, ascended] = [0, false];
        try {
          for (const happening of events) {
            const before = whole(opt);
            const sam = opt.options.sam !== null;
            const { message } = /** @type {any} */ (outcome(() => void (opt = act(busy, opt, happening))));
            const { what } = happening;
            if (message !== undefined) {
              assert.deepEqual(whole(opt), before, `${what}, refused with: ${message}`);
              // Only what must be is refused.
              const mayFail = ['set', 'lr', 'throwing', 'badLoss', 'restore', 'reset'].includes(what);
              const goesUp = ['step', 'update', 'ascend'].includes(what);
              const outOfTurn = goesUp ? ascended : !ascended;
              const otherKind = what === 'update' ? sam : what === 'ascend' && !sam;
              const badRate = /lr at step/.test(message);
              assert.ok(mayFail || outOfTurn || otherKind || badRate, `${what} should work: ${message}`);
            } else {
              if (['step', 'update', 'descend', 'badLoss', 'throwing'].includes(what)) steps += 1;
              if (what === 'reset') steps = 0;
              ascended = what === 'ascend' || (ascended && !['descend', 'retreat', 'reset'].includes(what));
            }
            assert.deepEqual([opt.steps, opt.ascended], [steps, ascended], what);
          }
        } finally {
          opt.dispose();
        }
      }),
      effort(1500),
    ));

  test('is the same beside others, and where memory grows in the middle of it', async () => {
    const { core, held: taken } = await counted();
    const ballast = [core.optimizer('sgd', [0])];
    const at = taken.size;
    let lives = 0;
    fc.assert(
      fc.property(life, ({ row, options, w0, events }) => {
        let calm = kudari.optimizer(row.id, w0, options);
        let disturbed = core.optimizer(row.id, w0, options);
        const grows = lives++ % 20 === 0;
        try {
          events.forEach((happening, k) => {
            const noise = core.optimizer('nadam', [3, 2, 1], { sam: { rho: 0.1 } });
            noise.step(waves);
            if (grows && k === 3) grow(core, ballast);
            const expected = outcome(() => void (calm = act(kudari, calm, happening)));
            assert.deepEqual(
              outcome(() => void (disturbed = act(core, disturbed, happening))),
              expected,
            );
            noise.dispose();
            assert.deepEqual(whole(disturbed), whole(calm));
          });
        } finally {
          calm.dispose();
          disturbed.dispose();
          for (const each of ballast.splice(1)) each.dispose();
        }
      }),
      effort(400),
    );
    assert.equal(taken.size, at, 'all memory came back');
  });

  test('saved at any point goes on to the last bit', () =>
    fc.assert(
      fc.property(life, entries(SIZE), ({ row, options, w0, events }, g) => {
        let opt = busy.optimizer(row.id, w0, options);
        for (const happening of events) outcome(() => void (opt = act(busy, opt, happening)));
        if (opt.ascended) opt.retreat();
        const state = opt.state();
        // JSON knows neither −0 nor what is not finite.
        const plain = !holds(
          state,
          (value) => Object.is(value, -0) || (typeof value === 'number' && !Number.isFinite(value)),
        );
        const twin = outcome(() => busy.restore(plain ? throughJson(state) : structuredClone(state))).value;
        if (!twin) return opt.dispose();
        const [first, second] = [opt, twin].map((each) =>
          outcome(() => {
            each.gradient.set(g);
            if (!each.options.sam) each.update();
            each.step(waves);
          }),
        );
        assert.deepEqual(second, first);
        assert.deepEqual(whole(twin), whole(opt));
        same(twin.params, opt.params, 'params');
        opt.dispose();
        twin.dispose();
      }),
      effort(400),
    ));
});

// ------------------------------------------------------------------------------------------------ states

describe('a state', () => {
  /** Paths to everything in it. @param {any} value @param {string[]} at @returns {string[][]} */
  const paths = (value, at = []) => [
    ...(at.length ? [at] : []),
    ...(typeof value === 'object' && value !== null
      ? Object.keys(value).flatMap((key) => paths(value[key], [...at, key]))
      : []),
  ];

  test('that is damaged anywhere is refused by name, or makes an optimizer that works; no memory is lost', () =>
    fc.assert(
      fc.property(
        method.chain((row) => fc.tuple(fc.constant(row), optimizerOptions(row, 3))),
        fc.nat(),
        fc.oneof(odd, fc.constant('delete')),
        ([row, options], which, damage) => {
          const source = busy.optimizer(row.id, [1, 2, 3], options);
          outcome(() => source.step(waves));
          const state = throughJson(source.state());
          source.dispose();
          const before = held.size;
          const all = paths(state);
          const path = all[which % all.length];
          const last = /** @type {string} */ (path.pop());
          const owner = path.reduce((at, key) => at[key], state);
          if (damage === 'delete') delete owner[last];
          else owner[last] = damage;
          const opt = worksOrNames(() => busy.restore(state), /^(state|restore|no method|\w+: )/);
          if (opt) {
            outcome(() => opt.step(waves));
            outcome(() => opt.state());
            opt.dispose();
          }
          assert.equal(held.size, before);
        },
      ),
      effort(2500),
    ));

  test('of any kind is refused', () =>
    fc.assert(
      fc.property(odd, (state) => {
        assert.equal(
          worksOrNames(() => busy.restore(/** @type {any} */ (state)), /^state\b/),
          null,
        );
      }),
      effort(600),
    ));
});

test('every option of a table can be set to all that the table allows', () =>
  fc.assert(
    fc.property(
      method.chain((row) => {
        const { lr: _, ...own } = row.options;
        return fc
          .constantFrom(...Object.entries(own))
          .chain(([key, spec]) => fc.tuple(fc.constant(row), fc.constant(key), allowed(spec)));
      }),
      ([row, key, value]) => {
        const opt = busy.optimizer(row.id, [1, 2, 3]);
        opt.set({ [key]: value });
        assert.deepEqual(opt.options[key], value);
        opt.step(waves);
        opt.dispose();
      },
    ),
    effort(1500),
  ));
