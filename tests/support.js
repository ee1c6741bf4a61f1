/**
 * What several test files share: the loaded core, comparisons that NaN fails, and the formulas in plain JavaScript.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { loadKudari } from 'kudari';

/** @typedef {import('kudari').Kudari} Kudari */
/** @typedef {import('kudari').Optimizer} Optimizer */
/** @typedef {ArrayLike<number>} Numbers */
/** @typedef {(w: any, g: any) => number} Objective */
/** @typedef {Record<string, any>} Options */

export const kudari = await loadKudari();
export const dtypes = /** @type {const} */ (['float32', 'float64']);
export const ids = kudari.methods.map(({ id }) => id);

/** A file beside or below this one, or in dist/. @param {string} path */
export const file = (path) => new URL(path, import.meta.url);

/** @param {string} name @returns {any} */
export const golden = (name) => JSON.parse(readFileSync(file(`golden/${name}.json`), 'utf8'));

/** A second instance of the module, with a memory that nothing else has grown. @returns {Promise<Kudari>} */
export const freshKudari = () => loadKudari({ wasm: new Uint8Array(readFileSync(file('../dist/kudari.wasm'))) });

/**
 * A fresh instance whose exports are what `wrap` makes of them.
 *
 * @param {(exports: Record<string, any>) => Record<string, any>} wrap
 * @returns {Promise<Kudari>}
 */
export async function wrappedKudari(wrap) {
  const { instantiate } = WebAssembly;
  try {
    /** @type {any} */ (WebAssembly).instantiate = async (/** @type {any} */ module, /** @type {any} */ imports) => {
      const instance = await instantiate(module, imports);
      return { exports: wrap({ .../** @type {any} */ (instance).exports }) };
    };
    return await freshKudari();
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}

/** An object with an own property of any name, as JSON.parse would make it. @param {string} name @param {unknown} value */
export const own = (name, value) => JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`);

// ------------------------------------------------------------------------------------------------ comparisons

/**
 * Entry by entry within tolerance · max(1, |expected|). An expected NaN or infinity must be met exactly; anything else
 * that is not finite fails.
 *
 * @param {Numbers} actual @param {Numbers} expected @param {number} tolerance @param {string} what
 */
export function close(actual, expected, tolerance, what) {
  assert.equal(actual.length, expected.length, `${what}: length`);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i], expected[i]];
    const met = Number.isFinite(e) ? Math.abs(a - e) <= tolerance * Math.max(1, Math.abs(e)) : Object.is(a, e);
    if (!met) assert.fail(`${what}: [${i}] is ${a}, expected ${e} (off by ${Math.abs(a - e)}, allowed ${tolerance})`);
  }
}

/**
 * Equal in every bit: 0 is not −0. (One NaN is as good as another.)
 *
 * @param {Numbers} actual @param {Numbers} expected @param {string} what
 */
export function same(actual, expected, what) {
  assert.equal(actual.length, expected.length, `${what}: length`);
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(actual[i], expected[i]))
      assert.fail(`${what}: [${i}] is ${actual[i]}, expected exactly ${expected[i]}`);
  }
}

/** @param {readonly Numbers[]} actual @param {readonly Numbers[]} expected @param {string} what */
export function samePath(actual, expected, what) {
  assert.equal(actual.length, expected.length, `${what}: number of states`);
  actual.forEach((w, t) => same(w, expected[t], `${what}, state ${t}`));
}

/** @param {readonly Numbers[]} actual @param {readonly Numbers[]} expected @param {number} tolerance @param {string} what */
export function closePath(actual, expected, tolerance, what) {
  assert.equal(actual.length, expected.length, `${what}: number of states`);
  actual.forEach((w, t) => close(w, expected[t], tolerance, `${what}, state ${t}`));
}

/** The two differ somewhere: the identity beside it says something. @param {Numbers} a @param {Numbers} b @param {string} what */
export function differ(a, b, what) {
  assert.ok(
    Array.from(a).some((x, i) => !Object.is(x, b[i])),
    `${what}: must differ`,
  );
}

/**
 * The call throws one of our errors, and the message holds all of the words.
 *
 * @param {() => unknown} call @param {readonly string[]} words @param {string} [what]
 * @param {typeof Error | readonly (typeof Error)[]} [types]
 * @returns {Error}
 */
export function refuses(call, words, what = words.join(' '), types = [TypeError, RangeError]) {
  /** @type {unknown} */
  let thrown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  assert.ok(thrown !== undefined, `${what}: must throw`);
  const allowed = /** @type {readonly (typeof Error)[]} */ (Array.isArray(types) ? types : [types]);
  assert.ok(
    allowed.some((type) => thrown?.constructor === type),
    `${what}: a ${allowed.map(({ name }) => name).join(' or ')}, not ${thrown}`,
  );
  const error = /** @type {Error} */ (thrown);
  for (const word of words)
    assert.ok(
      error.message.includes(word),
      `${what}: the message should contain ${JSON.stringify(word)}, but is: ${error.message}`,
    );
  return error;
}

// ------------------------------------------------------------------------------------------------ material

/** Numbers in (−1, 1), all of them floats and none of them near 0. @param {number} seed */
export function numbers(seed) {
  let state = seed * 2654435761 + 12345;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    const bits = (state ^ (state >>> 13)) >>> 8; // 24 bits
    const x = (bits + 1) / 2 ** 24;
    return Math.fround((0.05 + 0.9 * x) * (bits & 64 ? 1 : -1));
  };
}

/** @param {number} n @param {number} [seed] */
export function vector(n, seed = 1) {
  const next = numbers(seed);
  return Array.from({ length: n }, next);
}

/** Gradients that an optimizer is fed one after another. @param {number} steps @param {number} n @param {number} [seed] */
export function gradients(steps, n, seed = 2) {
  const next = numbers(seed);
  return Array.from({ length: steps }, () => Array.from({ length: n }, next));
}

/**
 * A smooth objective of any size that is no sum over the coordinates: E = Σ (1 + i/2)(1 − cos wᵢ) + (Σ wᵢ)²/(4n).
 *
 * @type {Objective}
 */
export function waves(w, g) {
  const n = w.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += w[i];
  let loss = n ? (total * total) / (4 * n) : 0;
  for (let i = 0; i < n; i++) {
    loss += (1 + i / 2) * (1 - Math.cos(w[i]));
    g[i] = (1 + i / 2) * Math.sin(w[i]) + total / (2 * n);
  }
  return loss;
}

/**
 * Options that between them switch on every vector and every scalar of a method.
 *
 * @param {string} id @returns {Options[]}
 */
export function variants(id) {
  const decay = { l2: 0.01, weightDecay: 0.1 };
  /** @type {Record<string, Options[]>} */
  const special = {
    momentum: [{ momentum: 0.8, dampening: 0.3 }],
    adagrad: [{ initialAccumulator: 0.1, eps: 1e-3 }],
    rmsprop: [{ centered: true }, { momentum: 0.9 }, { centered: true, momentum: 0.5, eps: 1e-4 }],
    adadelta: [{ epsRoot: 1e-3 }],
    adam: [{ epsRoot: 1e-4 }],
    radam: [{ beta2: 0.9 }],
    adabound: [{ finalLr: 0.01, gamma: 0.2 }],
    amsbound: [{ finalLr: 0.01, gamma: 0.2 }],
    nadam: [{ momentumDecay: 0.3 }],
    lion: [{ beta1: 0.5, beta2: 0.8 }],
  };
  return [{}, decay, ...(special[id] ?? []).map((own) => ({ lr: 0.05, ...own, ...decay }))];
}

/** @param {string} id @param {Options} options */
export const label = (id, options) => `${id} ${JSON.stringify(options)}`;

/**
 * The parameters after each update.
 *
 * @param {Optimizer} opt @param {readonly Numbers[]} gs
 */
export function feed(opt, gs) {
  return gs.map((g) => {
    opt.gradient.set(g);
    opt.update();
    return opt.params.slice();
  });
}

/** The same with whole steps on an objective. @param {Optimizer} opt @param {number} steps @param {Objective} [objective] */
export function walk(opt, steps, objective = waves) {
  return Array.from({ length: steps }, () => {
    opt.step(objective);
    return opt.params.slice();
  });
}

/**
 * Makes an optimizer, hands it over, disposes of it.
 *
 * @template T
 * @param {string} id @param {Numbers} w0 @param {Options} options @param {(opt: Optimizer) => T} use
 * @returns {T}
 */
export function using(id, w0, options, use) {
  const opt = kudari.optimizer(id, w0, options);
  try {
    return use(opt);
  } finally {
    opt.dispose();
  }
}

/** All that an optimizer holds, as values. @param {Optimizer} opt */
export const snapshot = (opt) => ({
  steps: opt.steps,
  params: Array.from(opt.params),
  slots: Object.fromEntries(Object.entries(opt.slots).map(([name, values]) => [name, Array.from(values)])),
  options: opt.options,
});

// ------------------------------------------------------------------------------------------------ the formulas

/**
 * One step of every method in plain JavaScript doubles, from the lecture's formulas. It reads its hyperparameters anew
 * at each step.
 *
 * @typedef {object} Reference
 * @property {number[]} w
 * @property {(g: Numbers, options: Options) => void} step
 *
 * @param {string} id @param {Numbers} w0 @param {Options} first options at the start
 * @returns {Reference}
 */
export function reference(id, w0, first) {
  const w = Array.from(w0);
  const zeros = () => w.map(() => 0);
  const [m, v, vMax, s, u, mean] = [
    zeros(),
    zeros(),
    zeros(),
    zeros().fill(first.initialAccumulator ?? 0),
    zeros(),
    zeros(),
  ];
  const baseLr = first.lr;
  let t = 0;
  let product = 1;

  /** @type {Record<string, (i: number, g: number, o: Options) => number>} what is taken from w[i] */
  const updates = {
    sgd: (_i, g, o) => o.lr * g,
    momentum(i, g, o) {
      v[i] = t === 1 ? g : o.momentum * v[i] + (1 - o.dampening) * g;
      return o.lr * v[i];
    },
    nesterov(i, g, o) {
      v[i] = o.momentum * v[i] + g;
      return o.lr * (g + o.momentum * v[i]);
    },
    adagrad(i, g, o) {
      s[i] += g * g;
      return (o.lr * g) / (Math.sqrt(s[i] + o.epsRoot) + o.eps);
    },
    rmsprop(i, g, o) {
      s[i] = o.gamma * s[i] + (1 - o.gamma) * g * g;
      if (o.centered) mean[i] = o.gamma * mean[i] + (1 - o.gamma) * g;
      const d = g / (Math.sqrt((o.centered ? Math.max(s[i] - mean[i] ** 2, 0) : s[i]) + o.epsRoot) + o.eps);
      if (!(o.momentum > 0)) return o.lr * d;
      v[i] = o.momentum * v[i] + d;
      return o.lr * v[i];
    },
    adadelta(i, g, o) {
      s[i] = o.gamma * s[i] + (1 - o.gamma) * g * g;
      const d = (Math.sqrt(u[i] + o.epsRoot) / Math.sqrt(s[i] + o.epsRoot)) * g;
      u[i] = o.gamma * u[i] + (1 - o.gamma) * d * d;
      return o.lr * d;
    },
    adam(i, g, o) {
      moments(i, g, o);
      return (o.lr * (m[i] / (1 - o.beta1 ** t))) / (Math.sqrt(v[i] / (1 - o.beta2 ** t) + o.epsRoot) + o.eps);
    },
    amsgrad(i, g, o) {
      moments(i, g, o);
      return (o.lr * (m[i] / (1 - o.beta1 ** t))) / (Math.sqrt(vMax[i] / (1 - o.beta2 ** t) + o.epsRoot) + o.eps);
    },
    radam(i, g, o) {
      moments(i, g, o);
      const end = 2 / (1 - o.beta2) - 1;
      const rho = end - (2 * t * o.beta2 ** t) / (1 - o.beta2 ** t);
      const mHat = m[i] / (1 - o.beta1 ** t);
      if (!(rho > 5)) return o.lr * mHat;
      const r = Math.sqrt(((rho - 4) * (rho - 2) * end) / ((end - 4) * (end - 2) * rho));
      return (o.lr * mHat * r * Math.sqrt(1 - o.beta2 ** t)) / (Math.sqrt(v[i]) + o.eps);
    },
    adabound: (i, g, o) => bounded(i, g, o, v),
    amsbound: (i, g, o) => bounded(i, g, o, vMax),
    nadam(i, g, o) {
      moments(i, g, o);
      const vHat = v[i] / (1 - o.beta2 ** t);
      const next = mu(o, t + 1);
      const ahead = ((1 - mu(o, t)) * g) / (1 - product) + (next * m[i]) / (1 - product * next);
      return (o.lr * ahead) / (Math.sqrt(vHat) + o.eps);
    },
    adamax(i, g, o) {
      moments(i, g, o);
      u[i] = Math.max(o.beta2 * u[i], Math.abs(g) + o.eps);
      return ((o.lr / (1 - o.beta1 ** t)) * m[i]) / u[i];
    },
    lion(i, g, o) {
      const direction = Math.sign(o.beta1 * m[i] + (1 - o.beta1) * g);
      m[i] = o.beta2 * m[i] + (1 - o.beta2) * g;
      return o.lr * direction;
    },
  };
  updates.adamw = updates.adam;

  /** @param {number} i @param {number} g @param {Options} o */
  function moments(i, g, o) {
    m[i] = o.beta1 * m[i] + (1 - o.beta1) * g;
    v[i] = o.beta2 * v[i] + (1 - o.beta2) * g * g;
    vMax[i] = Math.max(vMax[i], v[i]);
  }

  /** @param {number} i @param {number} g @param {Options} o @param {number[]} second */
  function bounded(i, g, o, second) {
    moments(i, g, o);
    const final = (o.finalLr * o.lr) / baseLr;
    const low = final * (1 - 1 / (o.gamma * t + 1));
    const high = final * (1 + 1 / (o.gamma * t));
    const rate = (o.lr * Math.sqrt(1 - o.beta2 ** t)) / (1 - o.beta1 ** t) / (Math.sqrt(second[i]) + o.eps);
    return Math.min(Math.max(rate, low), high) * m[i];
  }

  /** @param {Options} o @param {number} step */
  const mu = (o, step) => o.beta1 * (1 - 0.5 * 0.96 ** (step * o.momentumDecay));

  return {
    w,
    step(g, o) {
      t += 1;
      if (id === 'nadam') product *= mu(o, t);
      for (let i = 0; i < w.length; i++) {
        const down = updates[id](i, g[i] + o.l2 * w[i], o);
        w[i] = (1 - o.lr * o.weightDecay) * w[i] - down;
      }
    },
  };
}
