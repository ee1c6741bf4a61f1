/**
 * The formulas of the methods, each as the kernel in c/ computes it; terms that the options switch off are left out, so
 * that what is seen is the lecture's formula.
 *
 * @typedef {import('./expression.js').Expression} Expression
 * @typedef {import('./expression.js').SymbolNode} SymbolNode
 * @typedef {import('./expression.js').Values} Values
 * @typedef {import('../core/settings.js').Settings} Settings
 *
 * @typedef {object} Note something to be said in words: a phrase of phrases.js and the numbers in it
 * @property {string} id
 * @property {Record<string, number>} values
 * @property {boolean} remarkable whether it stands out
 *
 * @typedef {object} Line one quantity of an update
 * @property {string} key where its value goes
 * @property {Expression} symbol
 * @property {'=' | '←'} relation ← where it is kept for the next update
 * @property {Expression | null} expression null for what is given
 * @property {boolean} [shared] one number for all coordinates
 * @property {(values: Values) => Note} [note] about its value, of a shared line
 * @property {(values: Values) => string} [mark] about a coordinate's value: a phrase of phrases.js
 *
 * @typedef {object} Formula
 * @property {Line[]} before what is computed from the gradient g
 * @property {Expression} rate what a component of the direction is multiplied by: the coordinate's own learning rate
 * @property {(values: Values) => string} [mark] about the rate
 * @property {Expression} step Δw without decoupled weight decay
 * @property {Line[]} [after] what is computed from the step for the next one
 *
 * @typedef {object} Method
 * @property {(situation: Situation) => Formula} formula
 * @property {(settings: Settings, t: number) => string} [regime] steps at which the formula is another one
 * @property {readonly { regime: string, condition: Expression, relation: '>' | '≤', limit: number }[]} [regimes]
 * @property {(settings: Settings) => (t: number) => Values} [inputs] numbers that the formula takes besides options and slots
 *
 * @typedef {object} Situation
 * @property {Record<string, any>} options the method's own
 * @property {string} regime
 * @property {Expression} rate ϵ
 * @property {boolean} unit whether it is 1 throughout
 * @property {boolean} scheduled whether it changes from step to step
 */
import {
  absolute,
  clamp,
  constant,
  difference,
  folded,
  max,
  negative,
  power,
  product,
  quotient,
  root,
  sign,
  sum,
  symbol,
} from './expression.js';
import { baseRate } from '../core/schedules.js';
import { beta1, beta2, effective, g, gamma, m, mean, mHat, mu, s, t, u, v, vMax } from './symbols.js';

// ------------------------------------------------------------------------------------------------ parts of formulas

/** @param {SymbolNode} symbol @param {Expression} expression @param {Partial<Line>} [more] @returns {Line} */
const define = (symbol, expression, more) => ({ key: symbol.key, symbol, relation: '=', expression, ...more });

/** @param {{ after: SymbolNode }} slot @param {Expression} expression @param {Partial<Line>} [more] @returns {Line} */
const keep = ({ after }, expression, more) => ({ ...define(after, expression, more), relation: '←' });

/** 1 − β. @param {Expression} share */
const rest = (share) => difference(1, share);

/** β x + (1 − β) y. @param {Expression} share @param {Expression} x @param {Expression} y */
const average = (share, x, y) => sum(product(share, x), product(folded(rest(share)), y));

/** 1 − βᵗ. @param {Expression} beta */
const correction = (beta) => difference(1, power(beta, t));

/** x / (1 − βᵗ). @param {Expression} x @param {Expression} beta */
const corrected = (x, beta) => quotient(x, correction(beta));

/** The stabilisers that are in force; both are called ε where there is only one. @param {Record<string, any>} options */
function stabilisers({ eps = 0, epsRoot = 0 }) {
  return {
    outside: eps > 0 && constant('eps', 'ε'),
    inside: epsRoot > 0 && constant('epsRoot', 'ε', eps > 0 ? { sub: 'in' } : {}),
  };
}

/** √(x + ε) or √x + ε. @param {Expression} x @param {Record<string, any>} options */
function spread(x, options) {
  const { outside, inside } = stabilisers(options);
  return sum(root(sum(x, inside)), outside);
}

/** ϵ over something. @param {Situation} situation @param {Expression} under */
const rateOver = ({ rate }, under) => quotient(rate, under);

/** −ϵ x, the ϵ in it being any expression. @param {Expression} rate @param {Expression} direction */
const down = (rate, direction) => negative(product(rate, direction));

const vHat = symbol('vHat', 'v', { accent: '^' });
const firstMoment = keep(m, average(beta1, m.before, g));
const secondMoment = keep(v, average(beta2, v.before, power(g, 2)));
const moments = [firstMoment, secondMoment];
const unbiased = define(mHat, corrected(m.after, beta1));

/** @param {Values} values */
const aboutMaximum = (values) => (values.vMax > values.v ? 'kept' : 'risen');
const maximum = keep(vMax, max(vMax.before, v.after), { mark: aboutMaximum });

// ------------------------------------------------------------------------------------------------ gradient descent

/** @type {Method} */
const sgd = {
  formula: ({ rate }) => ({ before: [], rate, step: down(rate, g) }),
};

/** @type {Method} */
const momentum = {
  regime: ({ options }, step) => (options.dampening > 0 && step === 1 ? 'first' : ''),
  formula({ options, regime, rate }) {
    const fresh = options.dampening > 0 && regime !== 'first';
    const share = fresh && folded(difference(1, constant('dampening', 'd')));
    const velocity = regime === 'first' ? keep(v, g) : keep(v, sum(product(mu, v.before), product(share, g)));
    return { before: [velocity], rate, step: down(rate, v.after) };
  },
};

/** @type {Method} */
const nesterov = {
  formula: ({ rate }) => ({
    before: [keep(v, sum(product(mu, v.before), g))],
    rate,
    step: down(rate, sum(g, product(mu, v.after))),
  }),
};

// ------------------------------------------------------------------------------------------------ adaptive rates

/** @type {Method} */
const adagrad = {
  formula(situation) {
    const rate = rateOver(situation, spread(s.after, situation.options));
    return { before: [keep(s, sum(s.before, power(g, 2)))], rate, step: down(rate, g) };
  },
};

/** @type {Method} */
const rmsprop = {
  formula(situation) {
    const { options } = situation;
    const before = [keep(s, average(gamma, s.before, power(g, 2)))];
    const variance = symbol('variance', 'σ²');
    if (options.centered) {
      before.push(keep(mean, average(gamma, mean.before, g)));
      before.push(define(variance, max(0, difference(s.after, power(mean.after, 2)))));
    }
    const under = spread(options.centered ? variance : s.after, options);
    const rate = rateOver(situation, under);
    if (!(options.momentum > 0)) return { before, rate, step: down(rate, g) };
    before.push(keep(v, sum(product(mu, v.before), quotient(g, under))));
    return { before, rate, step: down(situation.rate, v.after) };
  },
};

/** @type {Method} */
const adadelta = {
  formula({ options, rate: given, unit }) {
    const rate = !unit && given;
    const ratio = quotient(spread(u.before, options), spread(s.after, options));
    const direction = symbol('direction', 'd');
    return {
      before: [keep(s, average(gamma, s.before, power(g, 2))), define(direction, product(ratio, g))],
      rate: product(rate, ratio),
      step: negative(product(rate, ratio, g)),
      after: [keep(u, average(gamma, u.before, power(direction, 2)))],
    };
  },
};

// ------------------------------------------------------------------------------------------------ Adam's family

/** Adam, its second moment from `second`. @param {Line[]} before @param {Expression} second @returns {Method} */
const adamWith = (before, second) => ({
  formula(situation) {
    const rate = rateOver(situation, spread(vHat, situation.options));
    return {
      before: [...before, unbiased, define(vHat, corrected(second, beta2))],
      rate,
      step: down(rate, mHat),
    };
  },
});

const adam = adamWith(moments, v.after);

const rho = symbol('rhoNow', 'ρ', { sub: 't' });
const rhoEnd = constant('rhoEnd', 'ρ', { sub: '∞' });
const rectification = symbol('rectification', 'r', { sub: 't' });
/** Up to here the variance of the adaptive rate is not tractable. */
const THRESHOLD = 5;

/** @param {number} share @param {number} step */
function rhoAt(share, step) {
  const end = 2 / (1 - share) - 1;
  return end - (2 * step * share ** step) / (1 - share ** step);
}

/** @param {Values} values @returns {Note} */
const aboutRho = (values) => ({
  id: values.rhoNow > THRESHOLD ? 'rectified' : 'notRectified',
  values: { rho: values.rhoNow },
  remarkable: !(values.rhoNow > THRESHOLD),
});

/** @type {Method} */
const radam = {
  regime: ({ options }, step) => (rhoAt(options.beta2, step) > THRESHOLD ? 'rectified' : 'plain'),
  regimes: [
    { regime: 'rectified', condition: rho, relation: '>', limit: THRESHOLD },
    { regime: 'plain', condition: rho, relation: '≤', limit: THRESHOLD },
  ],
  formula(situation) {
    const rectified = situation.regime !== 'plain';
    const faded = power(beta2, t);
    const share = product(difference(rho, 4), difference(rho, 2), rhoEnd);
    const whole = product(difference(rhoEnd, 4), difference(rhoEnd, 2), rho);
    const before = [
      ...moments,
      unbiased,
      define(rhoEnd, difference(quotient(2, rest(beta2)), 1), { shared: true }),
      define(rho, difference(rhoEnd, quotient(product(2, t, faded), correction(beta2))), {
        shared: true,
        note: aboutRho,
      }),
      define(rectification, root(quotient(share, whole)), { shared: true }),
    ];
    const scale = product(situation.rate, rectification, root(correction(beta2)));
    const rate = rectified ? quotient(scale, spread(v.after, situation.options)) : situation.rate;
    return { before, rate, step: down(rate, mHat) };
  },
};

const low = symbol('low', 'l', { sub: 't' });
const high = symbol('high', 'u', { sub: 't' });
const free = symbol('free', 'ϵ', { accent: '~' });
/** The rate with both bias corrections in it. */
const stepRate = symbol('stepRate', 'ϵ', { sub: 't' });
const finalRate = constant('finalLr', 'ϵ', { sub: '∞' });

/** @param {Values} values */
const aboutBounds = ({ free: wish, low: least, high: most }) =>
  wish < least ? 'low' : wish > most ? 'high' : 'between';

/** @param {Line[]} before @param {Expression} second @returns {Method} */
const boundWith = (before, second) => ({
  inputs: ({ lr }) => {
    const base = baseRate(lr);
    return () => ({ baseLr: base });
  },
  formula(situation) {
    const { rate, scheduled, options } = situation;
    // A schedule scales the bounds as well.
    const target = product(finalRate, scheduled && quotient(rate, constant('baseLr', 'ϵ', { sub: '0' })));
    const closing = product(gamma, t);
    const scale = quotient(product(rate, root(correction(beta2))), correction(beta1));
    return {
      before: [
        ...before,
        define(low, product(target, difference(1, quotient(1, sum(closing, 1)))), { shared: true }),
        define(high, product(target, sum(1, quotient(1, closing))), { shared: true }),
        define(stepRate, scale, { shared: true }),
        define(free, quotient(stepRate, spread(second, options))),
      ],
      rate: clamp(free, low, high),
      mark: aboutBounds,
      step: down(effective, m.after),
    };
  },
});

const muNow = symbol('mu', 'μ', { sub: 't' });
const muNext = symbol('muNext', 'μ', { sub: 't+1' });
const productBefore = symbol('product0', 'P', { sub: 't−1' });
const productNow = symbol('product', 'P', { sub: 't' });
const productNext = symbol('productNext', 'P', { sub: 't+1' });
const mBar = symbol('mBar', 'm', { accent: '¯' });
const patience = constant('momentumDecay', 'ψ');

/** @param {Expression} step */
const lookAhead = (step) => product(beta1, difference(1, product(0.5, power(0.96, product(patience, step)))));

/** μ₁ … μₜ for every t so far: each asks for the one before. @param {Settings} settings */
function muProducts({ options }) {
  const products = [1];
  return (/** @type {number} */ upTo) => {
    for (let i = products.length; i <= upTo; i++)
      products.push(products[i - 1] * options.beta1 * (1 - 0.5 * 0.96 ** (i * options.momentumDecay)));
    return products[upTo];
  };
}

/** @type {Method} */
const nadam = {
  inputs(settings) {
    const upTo = muProducts(settings);
    return (step) => ({ product0: upTo(step - 1) });
  },
  formula(situation) {
    const rate = rateOver(situation, spread(vHat, situation.options));
    const present = quotient(product(folded(rest(muNow)), g), rest(productNow));
    const ahead = quotient(product(muNext, m.after), rest(productNext));
    return {
      before: [
        ...moments,
        define(vHat, corrected(v.after, beta2)),
        define(muNow, lookAhead(t), { shared: true }),
        define(muNext, lookAhead(sum(t, 1)), { shared: true }),
        define(productNow, product(productBefore, muNow), { shared: true }),
        define(productNext, product(productNow, muNext), { shared: true }),
        define(mBar, sum(present, ahead)),
      ],
      rate,
      step: down(rate, mBar),
    };
  },
};

/** @type {Method} */
const adamax = {
  formula(situation) {
    const { outside } = stabilisers(situation.options);
    const rate = rateOver(situation, u.after);
    return {
      before: [firstMoment, keep(u, max(product(beta2, u.before), sum(absolute(g), outside))), unbiased],
      rate,
      step: down(rate, mHat),
    };
  },
};

/** @type {Method} */
const lion = {
  formula({ rate }) {
    const direction = symbol('direction', 'c');
    return {
      before: [define(direction, average(beta1, m.before, g))],
      rate,
      step: down(rate, sign(direction)),
      after: [keep(m, average(beta2, m.before, g))],
    };
  },
};

/** By the ids of the table of methods. @type {Record<string, Method>} */
export const methodFormulas = {
  sgd,
  momentum,
  nesterov,
  adagrad,
  rmsprop,
  adadelta,
  adam,
  adamw: adam,
  amsgrad: adamWith([...moments, maximum], vMax.after),
  radam,
  adabound: boundWith(moments, v.after),
  amsbound: boundWith([...moments, maximum], vMax.after),
  nadam,
  adamax,
  lion,
};
