/**
 * What is wrong with options, configs and formulas: for the tests of what refuses them, and of what says so to a reader.
 */
import { bounds, panels } from 'kudari/experiment';
import { ids } from './support.js';

/** Things that are no number at all. @type {[string, any][]} */
export const notNumbers = [
  ['a string', '0.1'],
  ['an empty string', ''],
  ['true', true],
  ['an object', {}],
  ['an array', [0.1]],
  ['a BigInt', 1n],
  ['a symbol', Symbol('s')],
  ['a Number object', Object(0.1)],
  ['a date', new Date(0)],
  [
    'an object that throws',
    {
      valueOf() {
        throw new Error('called');
      },
      toString() {
        throw new Error('called');
      },
    },
  ],
];

/** Values outside the range of a spec, and next to its ends. @param {any} spec @returns {number[]} */
export function outside({ min, above, max, below, integer }) {
  const next = (/** @type {number} */ x, /** @type {number} */ way) =>
    x + way * (Math.abs(x) * 2 ** -52 || Number.MIN_VALUE);
  return [
    NaN,
    Infinity,
    -Infinity,
    ...(min !== undefined ? [next(min, -1), min - 1] : []),
    ...(above !== undefined ? [above, above - 1] : []),
    ...(max !== undefined ? [next(max, 1), max + 1] : []),
    ...(below !== undefined ? [below, below + 1] : []),
    ...(integer ? [(min ?? 0) + 0.5] : []),
  ];
}

/**
 * A config that is refused.
 *
 * @typedef {object} Wrong
 * @property {unknown} config
 * @property {(string | string[])[]} faults each by the words in it
 * @property {string} what
 */

/** @param {(push: (config: unknown, faults: Wrong['faults'], what?: string) => void) => void} push */
function gathered(push) {
  /** @type {Wrong[]} */
  const all = [];
  push((config, faults, what = JSON.stringify(config)?.slice(0, 200)) => void all.push({ config, faults, what }));
  return all;
}

/** Of each field, and of what is in it. */
export const wrongValues = gathered((push) => {
  for (const [field, values, words] of /** @type {[string, unknown[], string[]][]} */ ([
    [
      'steps',
      [0, -1, 1.5, bounds.steps + 1, NaN, Infinity, null, [5], true, 'ten', ''],
      ['steps', 'whole number from 1 to 100000'],
    ],
    ['seed', [-1, 0.5, 2 ** 32, NaN, null, 'x', {}], ['seed', 'whole number from 0']],
    ['dtype', ['float16', 32, null, 'constructor', {}], ['dtype', 'float32', 'float64']],
    ['start', [[1], [1, 2, 3], [], 5], ['start']],
    ['start', [[NaN, 1], [1, Infinity], ['1', 2], [1, null], [[1, 2], 3], '1e999,0', 'a,b', 'NaN,NaN'], ['start[']],
    ['start', [null, {}, { length: 2 }, true], ['start', 'array']],
    ['runs', [[], 5, null, {}, true, Array(9).fill('sgd')], ['runs', '1 to 8']],
    ['runs', [[null], [5], [[]], [undefined]], ['runs[0]', 'plain object']],
    [
      'problem',
      ['', 'sharpflat', '__proto__', 'constructor', 'toString', 'sharpFlat', 'SHARP-FLAT'],
      ['no problem', 'sharp-flat', 'quadratic'],
    ],
    ['problem', [5, null, [], true], ['problem', 'plain object']],
    ['measure', [5, null, [], true, 'all'], ['measure', 'plain object']],
    ['view', [5, null, [], true, 'ja'], ['view', 'plain object']],
  ])) {
    for (const value of values) push({ [field]: value }, [words], `${field} = ${JSON.stringify(value)}`);
  }
  for (const value of [-1, 0.5, NaN, null, '1', true])
    push({ measure: { sharpness: value } }, [['measure: sharpness', 'whole number from 0']]);
  for (const value of [5, true, 'x', []])
    push({ measure: { samSharpness: value } }, [['measure: samSharpness', 'plain object']]);
  push({ measure: { samSharpness: { rho: -1 } } }, [['measure: samSharpness', 'rho', 'from 0']]);
  push({ measure: { hessian: 1 } }, [
    ['measure', 'hessian', 'sharpness, eigenvalues, preconditioned, accuracy, samSharpness'],
  ]);
  for (const lang of ['fr', '', 5, true]) push({ view: { lang } }, [['view: lang', 'en, ja']]);
  for (const theme of ['blue', '', 5]) push({ view: { theme } }, [['view: theme', 'light, dark']]);
  for (const value of [5, 'loss', null, {}]) push({ view: { panels: value } }, [['view: panels', 'array']]);
  for (const value of [['losses'], ['loss', 5], [null], [['loss']]])
    push({ view: { panels: value } }, [['view: panels', ...panels]]);
  push({ view: { colour: 'red' } }, [['view', 'colour', 'panels, lang, theme, axis, hidden, scales, frame, window']]);
  push({ view: { axis: 'seconds' } }, [['view: axis', 'steps, evaluations']]);
  for (const hidden of [[2], [-1], [0.5], ['0']]) push({ view: { hidden } }, [['view: hidden', 'from 0 to 1']]);
  push({ view: { hidden: 1 } }, [['view: hidden', 'array']]);
  push({ view: { scales: { loss: 'log2' } } }, [['view: scales: loss', 'linear, log']]);
  push({ view: { scales: { landscape: 'log' } } }, [['view: scales', 'loss, preconditioned, sharpness']]);
  for (const frame of [
    [0, 1, 2],
    [0, 1, 2, 2],
    [1, 0, 0, 1],
    [0, 1, 0, 1, 0, 1],
  ])
    push({ view: { frame } }, [['view: frame', 'left, right, bottom, top']]);
  push({ view: { frame: [0, 1, 0, NaN] } }, [['view: frame', 'finite']]);
  push({ view: { window: [5, 5] } }, [['view: window', 'from, to']]);
  push({ view: { window: 'all' } }, [['view: window', 'array']]);
  push({ problem: { id: 'quadratic', condition: 0.5 } }, [['quadratic: condition', 'from 1']]);
  push({ problem: { id: 'quadratic', angel: 5 } }, [['quadratic', 'angel', 'condition, size, angle']]);
  push({ problem: { id: 'quadratic', size: bounds.size + 1 } }, [['size', '10000']]);
  for (const input of [5, null, undefined, true, [], Symbol('x'), () => ({}), new Map()])
    push(input, [['config', 'plain object']], typeof input);
});

/** Of a run, by its number, its method and its option. */
export const wrongRuns = gathered((push) => {
  for (const method of ids) {
    push({ runs: ['sgd', { method, lr: -1 }] }, [['runs[1]', `${method}: lr`, 'from 0']]);
    push({ runs: ['sgd', { method, rate: 1 }] }, [['runs[1]', method, '"rate"', 'lr']]);
    push({ runs: [{ method, sam: { rho: 'x' } }] }, [['runs[0]', `${method}: sam: rho`]]);
    push({ runs: [{ method, groups: [{ start: 0, end: 3 }] }] }, [['runs[0]', `${method}: groups[0]: end`, '2']]);
    push({ runs: [{ method, lr: { type: 'cosine', stops: 5 } }] }, [['runs[0]', `${method}: lr`, '"stops"']]);
    push({ runs: [{ method, lr: () => 0.1 }] }, [['runs[0]', 'lr', 'plain data', 'function']]);
    push({ runs: [{ method, dtype: 'float32' }] }, [['runs[0]', 'dtype', 'whole experiment']]);
  }
  for (const method of ['', 'SGD', '__proto__', 'constructor', 5, null, undefined, {}])
    push({ runs: [{ method }] }, [['runs[0]', 'no method', 'adam']], `method ${JSON.stringify(method)}`);
  for (const value of [1n, Symbol('x'), new Date(0), new Map(), NaN])
    push({ runs: [{ method: 'sgd', l2: value }] }, [['runs[0]', 'l2']], `l2 = ${String(value)}`);
});

/** Several at once. */
export const manyFaults = gathered((push) => {
  push(
    {
      problem: 'sharp',
      start: [NaN, 1],
      steps: 0,
      seed: -1,
      dtype: 'half',
      runs: ['sgd', 'adem', { method: 'lion', lr: -1 }],
      measure: { sharpness: -1 },
      view: { lang: 'fr' },
    },
    [
      'no problem',
      'start[0]',
      'steps',
      'seed',
      'dtype',
      ['runs[1]', 'adem'],
      ['runs[2]', 'lion: lr'],
      'measure: sharpness',
      'view: lang',
    ],
  );
  push('#problem=sharp&steps=0&runs=adem', ['no problem', 'steps', 'adem']);
  push({ stepz: 5, speed: 1 }, [
    ['config', '"stepz"', 'steps'],
    ['config', '"speed"'],
  ]);
  push("#start=[1,2&steps=0&runs=[{'method':'sgd'", [['start', 'JSON'], 'steps', ['runs', 'JSON']]);
  push({ dtype: 'float32', start: [1e39, 0] }, [['start[0]', 'float32']]);
  push(
    {
      problem: { id: 'rosenbrock', zz: 1, a: 'q' },
      runs: [{ method: 'sgd', lr: -1, foo: 1, bar: 2, dtype: 'float32', l2: () => 0, sam: { rho: -1, p: 0 } }],
      measure: { sharpness: -1, eigenvalues: 99, hessian: 1, samSharpness: 5 },
      view: { lang: 'fr', theme: 'x', colour: 'red', window: [1], panels: ['loss', 'losses', 'lines'] },
    },
    [
      ['rosenbrock', '"zz"'],
      ['rosenbrock: a', '"q"'],
      ['runs[0]', 'sgd: lr', '-1'],
      ['runs[0]', '"foo"', 'lr, l2'],
      ['runs[0]', '"bar"'],
      ['runs[0]', 'dtype', 'whole experiment'],
      ['runs[0]: l2', 'plain data'],
      ['runs[0]', 'sgd: sam: rho'],
      ['measure', '"hessian"'],
      ['measure: sharpness', '-1'],
      ['measure: eigenvalues', 'from 1 to 10', '99'],
      ['measure: samSharpness', 'plain object'],
      ['view', '"colour"'],
      ['view: panels', '"losses"'],
      ['view: lang', '"fr"'],
      ['view: theme', '"x"'],
      ['view: window', 'from, to'],
    ],
  );
  // What a problem that is wrong would have allowed is not known.
  push(
    {
      problem: { id: 'network', hiden: [3] },
      runs: [{ method: 'sgd', groups: [{ start: 0, end: 9 }] }],
      measure: { eigenvalues: 5 },
    },
    [['network', '"hiden"']],
  );
});

/** What nobody types by mistake. */
export const hostile = gathered((push) => {
  push('x'.repeat(bounds.text + 1), [['config', '20000']], 'a long hash');
  push(`{"a":${'['.repeat(bounds.text)}`, [['config', '20000']], 'long JSON');
  push({ runs: `[${' '.repeat(bounds.text)}]` }, [['runs', '20000']], 'a long attribute');
  push({ problem: 'x'.repeat(bounds.text) }, [['no problem', '…']], 'a long word is not repeated');
  push(`start=${'['.repeat(9000)}${']'.repeat(9000)}`, ['start'], 'brackets');
  push(`{"runs":${'['.repeat(9000)}${']'.repeat(9000)}}`, ['runs[0]'], 'brackets in JSON');
  push(
    { runs: [{ method: 'sgd', sam: JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`) }] },
    [['runs[0]', 'nested too deeply']],
    'objects within objects',
  );
  /** @type {any} */
  const circle = { method: 'sgd' };
  circle.sam = circle;
  push({ runs: [circle] }, [['runs[0]', 'nested too deeply']], 'a circle');
  push('{', ['JSON'], 'half a JSON');
  push('{}{}', ['JSON'], 'two');
  push('#%E0%A4%A', ['config'], 'half an escape');
  push('#<script>alert(1)</script>', [['config', '<script>']], 'markup');
  push('javascript:alert(1)', ['config'], 'a scheme');
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const own = JSON.parse(`{"${name}": {"lr": 5}}`);
    push(own, [['config', name]], `config.${name}`);
    push(`#${name}=1`, [['config', name]], `#${name}`);
    push(JSON.stringify(own), [['config', name]], `JSON ${name}`);
    push({ runs: [{ method: 'sgd', ...own }] }, [['runs[0]', name]], `run.${name}`);
    push({ runs: [{ method: 'sgd', sam: own }] }, [['runs[0]', 'sam', name]], `sam.${name}`);
    push({ runs: [{ method: 'sgd', lr: { type: 'cosine', ...own } }] }, [['runs[0]', 'lr', name]], `lr.${name}`);
    push({ problem: { id: 'quadratic', ...own } }, [['quadratic', name]], `problem.${name}`);
    push({ measure: own }, [['measure', name]], `measure.${name}`);
    push({ view: own }, [['view', name]], `view.${name}`);
  }
  push(
    Object.defineProperty({}, 'steps', {
      enumerable: true,
      get() {
        throw new Error('mine');
      },
    }),
    ['mine'],
    'a getter that throws',
  );
  push(
    {
      start: {
        valueOf() {
          throw new Error('called');
        },
      },
    },
    [['start', 'array']],
    'valueOf is not called',
  );
  for (const method of [{ toString: () => 'sgd' }, ['sgd'], Object('sgd')])
    push({ runs: [{ method }] }, [['runs[0]', 'no method']], 'a thing that reads as sgd');
});

/**
 * What is refused, where, and a part of the message: [text, at, length, words].
 *
 * @type {[string, number, number, string][]}
 */
export const wrongFormulas = [
  ['x + z', 4, 1, 'unknown name "z" at character 5; there are x, y, pi'],
  ['x + zz * zz', 4, 2, 'unknown name "zz"'],
  ['xy + 1', 0, 2, 'a product is written as in x*y'],
  ['sin(sinx)', 4, 4, 'unknown name "sinx"'],
  ['X', 0, 1, 'unknown name "X"'],
  ['f(x)=x', 0, 1, 'unknown name "f"'],
  ['x = 2', 2, 1, 'unexpected "="'],
  ['x + ', 4, 0, 'unexpected end at character 5'],
  ['  x ^', 5, 0, 'unexpected end'],
  ['x * * y', 4, 1, 'unexpected "*" at character 5'],
  ['x ** 2', 3, 1, 'unexpected "*"'],
  ['* x', 0, 1, 'unexpected "*"'],
  ['x  +  2  3', 9, 1, 'unexpected "3"'],
  ['(x + (y)', 0, 1, 'a ( without its )'],
  ['x + 1)', 5, 1, 'a ) without its ('],
  ['x + ()', 4, 1, 'nothing between the parentheses'],
  ['2 sin()', 5, 1, 'nothing between the parentheses'],
  ['2 sin x', 2, 3, 'sin without its argument'],
  ['sin^2(x)', 0, 3, 'as in sin(x)'],
  ['x^2 / 4y', 6, 2, 'write a/(b*c) or a/b*c'],
  ['1 / x(y + 1)', 4, 7, 'unclear divisor'],
  ['log(x, 2)', 5, 1, 'unexpected ","'],
  ['x²', 1, 1, 'unexpected "²"'],
  ['x😀', 1, 2, 'unexpected "😀"'],
  ['x!', 1, 1, 'unexpected "!"'],
  ['x < y', 2, 1, 'unexpected "<"'],
  ['x ? y : 1', 2, 1, 'unexpected "?"'],
  ['x; y', 1, 1, 'unexpected ";"'],
  ['x % 2', 2, 1, 'unexpected "%"'],
  ["x'", 1, 1, 'unexpected "\'"'],
  ['x # y', 2, 1, 'unexpected "#"'],
  ['[x, y]', 0, 1, 'unexpected "["'],
  ['{a: 1}', 0, 1, 'unexpected "{"'],
  ['0x10', 1, 3, 'unknown name "x10"'],
  ['2 km', 2, 2, 'unknown name "km"'],
  ['x to y', 2, 2, 'unknown name "to"'],
  ['NaN', 0, 3, 'unknown name "NaN"'],
  ['true', 0, 4, 'unknown name "true"'],
  ['__proto__', 0, 9, 'unknown name "__proto__"'],
  ['constructor', 0, 11, 'unknown name "constructor"'],
  ['toString(x)', 0, 8, 'unknown name "toString"'],
  ['x.constructor', 1, 1, 'unexpected "."'],
  ['import("x")', 0, 6, 'unknown name "import"'],
  ['', 0, 0, 'no formula'],
  [' ', 0, 0, 'no formula'],
];
