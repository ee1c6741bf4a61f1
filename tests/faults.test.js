/**
 * What is wrong, in Japanese: every sentence of the checks has one, and it says the same.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bounds, ConfigError, parseConfig, stringifyConfig } from 'kudari/experiment';
import { catalogue, formula, loadFormulas } from 'kudari/problems';
import { schedules } from '../web/core/schedules.js';
import { clipping, samOptions } from '../web/core/settings.js';
import { configIn } from '../web/lab/deliver.js';
import { rules } from '../web/lab/fault-rules.js';
import { faultIn } from '../web/lab/faults.js';
import { kudari, refuses } from './support.js';
import { hostile, manyFaults, notNumbers, outside, wrongFormulas, wrongRuns, wrongValues } from './wrong.js';

await loadFormulas();

/** @param {any} config @returns {string[]} */
function faultsOf(config) {
  try {
    parseConfig(config);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

/** Every wrong value of every option of a table. @param {Record<string, any>} options @returns {Record<string, unknown>[]} */
const wrongOptions = (options) =>
  Object.entries(options).flatMap(([name, spec]) => [
    ...notNumbers.map(([, value]) => ({ [name]: value })),
    ...(typeof spec.default === 'number' ? outside(spec).map((value) => ({ [name]: value })) : []),
  ]);

/** @param {Record<string, unknown>} options */
const run = (options) => ({ runs: [{ method: 'sgd', ...options }] });

const configs = [
  ...[...wrongValues, ...wrongRuns, ...manyFaults, ...hostile].map(({ config }) => config),
  ...kudari.methods.flatMap(({ id, options }) =>
    [...wrongOptions({ ...options, ...clipping }), { dtype: 5 }, { preset: 'paper' }, { nonsense: 1 }].map((own) => ({
      runs: ['sgd', { method: id, ...own }],
    })),
  ),
  ...wrongOptions(samOptions).map((sam) => run({ sam })),
  ...[5, 'on', [], { radius: 1 }, { p: 0.5 }].map((sam) => run({ sam })),
  ...schedules.flatMap(({ type, options }) =>
    [...wrongOptions({ ...options, base: { default: 1, min: 0 } }), { nonsense: 1 }, { warmup: { steps: -1 } }].map(
      (own) => run({ lr: { type, ...own } }),
    ),
  ),
  ...[{ type: 'toString' }, { type: 5 }, {}, [], 'fast'].map((lr) => run({ lr })),
  ...[
    5,
    [5],
    [{ start: 0, end: 9 }],
    [{ start: 0.5, end: 1 }],
    [{ start: 0, end: 1, momentum: 1 }],
    [{ start: 0, end: 1, lr: 'x' }],
    [
      { start: 0, end: 2 },
      { start: 1, end: 2 },
    ],
  ].map((groups) => run({ groups })),
  ...[...catalogue, formula].flatMap(({ id, options }) =>
    [...wrongOptions(options), { nonsense: 1 }].map((own) => ({ problem: { id, ...own } })),
  ),
  ...[
    { data: 'stars' },
    { data: { x: [], y: [] } },
    { data: { x: [[1], [1, 2]], y: [0, 1] } },
    { data: { x: [['a']], y: [0] } },
    { data: { x: [[1]], y: [0], z: 1 } },
    { data: { x: [[1]], y: [0.5] }, loss: 'crossEntropy' },
    { data: { x: [[1]], y: [0] }, flips: 0.5 },
    { hidden: 16 },
    { hidden: [1, 2, 3, 4, 5] },
    { hidden: [0] },
    { hidden: [128, 128] },
    { loss: 'mae' },
  ].map((own) => ({ problem: { id: 'network', ...own } })),
  { problem: { id: 'linear', points: 2, features: 3 } },
  { problem: { id: 'quadratic', size: 3, angle: 5 } },
  { problem: { id: 'formula', xMin: 3, xMax: 1 } },
  { problem: { id: 'formula', f: 'x'.repeat(501) } },
  { problem: { id: 'formula', f: 'log(x)', startX: -1 } },
  { problem: { id: 'formula', f: 'sqrt(-1) + x' } },
  ...[
    ...wrongFormulas.map(([f]) => f),
    'x + 1e999',
    `${'('.repeat(51)}x${')'.repeat(51)}`,
    Array(250).fill('x').join('^'),
  ].map((f) => ({ problem: { id: 'formula', f } })),
];

/** What is said outside of configs, by the package or by browsers. */
const others = [
  refuses(() => configIn('{"steps":'), ['the file is not JSON'], 'a file', SyntaxError).message,
  refuses(() => configIn('PK'), ['the file is not JSON'], 'a file', SyntaxError).message,
  refuses(
    () => stringifyConfig({ problem: { id: 'network', hidden: [64, 64] }, start: Array(4417).fill(1 / 3) }),
    ['as a hash'],
  ).message,
  'formula: its parser is not loaded yet; await loadFormulas() first',
  'Failed to fetch dynamically imported module: https://example.org/lab-calculus.js',
  'error loading dynamically imported module: https://example.org/lab-calculus.js',
  'Importing a module script failed.',
  'kudari.wasm could not be loaded from https://example.org/kudari.wasm: HTTP 404 Not Found. Serve the file there, or ' +
    "pass loadKudari({ wasm: url | bytes | module }); a content-security policy must allow 'wasm-unsafe-eval'.",
  "this WebAssembly module is not kudari's: it does not export memory",
];

const faults = [...new Set([...configs.flatMap(faultsOf), ...others])]
  // A getter of the caller's own may throw whatever it likes.
  .filter((fault) => fault !== 'mine');

describe('every fault', () => {
  test('has its Japanese sentence, with nothing left in English, and the value that it names', () => {
    assert.ok(faults.length > 1500, `${faults.length}`);
    for (const fault of faults) {
      const { text, lang } = faultIn('ja', fault);
      assert.equal(lang, 'ja', fault);
      const bare = text.replaceAll(/"[^]*"|\([^)]*\)|\[[^\]]*\]|https?:\S+|HTTP .*?）/g, '');
      assert.match(bare, /[ぁ-ん]/, fault);
      assert.doesNotMatch(
        bare,
        /\b(must|not|there|takes|has|from|above|below|with|is|are|the|of|or|and|undefined)\b/,
        fault,
      );
      // Numbers and quoted words stay what they are.
      const [, value = ''] = fault.match(/, not (-?[\d.]+(?:e[+-]\d+)?|".*")$/s) ?? [];
      assert.ok(text.includes(value), `${fault}: ${text}`);
    }
  });

  test('stays what it is in English', () => {
    for (const fault of faults) assert.deepEqual(faultIn('en', fault), { text: fault, lang: 'en' });
  });

  test('that nobody foresaw stays in English, and says so', () => {
    for (const fault of ['mine', '', 'The quota has been exceeded.', 'formula: f: what is this?'])
      assert.deepEqual(faultIn('ja', fault), { text: fault, lang: 'en' });
  });
});

test('no sentence is without its fault', () => {
  const found = new Set(
    faults.map((fault) => {
      const bare = fault.replace(/^formula: f: /, '');
      return rules.findIndex(([pattern]) => pattern.test(bare));
    }),
  );
  assert.deepEqual(
    rules.flatMap(([pattern], i) => (found.has(i) ? [] : [String(pattern)])),
    [],
  );
});

test('numbers are bounded as the checks have it', () => {
  const range = (/** @type {string} */ english) =>
    faultIn('ja', `steps must be ${english}, not 5`).text.match(/は(.*)でなければ/)?.[1];
  assert.deepEqual(
    [
      'a whole number',
      'a whole number from 0',
      'a whole number from 1 to 100000',
      'a finite number',
      'a finite number from 0',
      'a finite number from 0 to below 1',
      'a finite number above 0',
      'a finite number above 0 to 1000000',
      'a finite number above 2 to below 3.5',
      'a finite number from -1e+300 to 1e+300',
      'a finite number up to 10000',
      'a finite number below 1',
    ].map(range),
    [
      '整数',
      '0以上の整数',
      '1以上100000以下の整数',
      '有限の数値',
      '0以上の数値',
      '0以上1未満の数値',
      '0より大きい数値',
      '0より大きく1000000以下の数値',
      '2より大きく3.5未満の数値',
      '-1e+300以上1e+300以下の数値',
      '10000以下の数値',
      '1未満の数値',
    ],
  );
});

describe('in so many words', () => {
  /** @type {[unknown, string][]} */
  const sentences = [
    [run({ lr: -1 }), '手法1（SGD）：lr は0以上の数値でなければなりません（指定：-1）'],
    [
      { runs: ['sgd', { method: 'adam', beta1: NaN }] },
      '手法2（Adam）：beta1 は0以上1未満の数値でなければなりません（指定：数値ではない値）',
    ],
    [run({ sam: { rho: 'x' } }), '手法1（SGD）：sam の rho は0以上の数値でなければなりません（指定："x"）'],
    [
      run({ rate: 1 }),
      '手法1（SGD）に "rate" という項目はありません。使えるのは lr、l2、weightDecay、clipNorm、clipValue、dtype、sam、groups、preset です',
    ],
    [
      run({ lr: { type: 'cosine', steps: 0 } }),
      '手法1（SGD）：lr の steps は0より大きい数値でなければなりません（指定：0）',
    ],
    [
      run({
        groups: [
          { start: 0, end: 2 },
          { start: 1, end: 2 },
        ],
      }),
      '手法1（SGD）：groups の範囲 [0, 2) と [1, 2) が重なっています',
    ],
    [
      run({ lr: { type: 'linear' } }),
      '手法1（SGD）：lr に "linear" というスケジュールはありません。使えるのは constant、warmup、cosine、cosineRestarts、step、exponential、polynomial、oneCycle です',
    ],
    [run({ dtype: 'float32' }), '手法1：dtype は手法ごとではなく、実験全体に指定します'],
    [run({ l2: () => 0 }), '手法1：l2 は JSON で表せる値でなければなりません（関数が含まれています）'],
    [{ runs: [undefined] }, '手法1 は { … } の形のオブジェクトでなければなりません（指定されていません）'],
    [{ runs: [] }, '手法の一覧（runs）は1〜8個の手法の配列でなければなりません（指定：空の配列）'],
    [{ steps: 0 }, 'ステップ数（steps）は1以上100000以下の整数でなければなりません（指定：0）'],
    [{ start: [1, null] }, '初期値（start）の第2成分は数値でなければなりません（指定：null）'],
    [{ start: [1, 2, 3] }, '初期値（start）の要素数は2でなければなりません（指定：3）'],
    [{ dtype: 'half' }, 'dtype は float32、float64 のいずれかでなければなりません（指定："half"）'],
    [{ measure: { sharpness: 0.5 } }, '測定：sharpness は0以上の整数でなければなりません（指定：0.5）'],
    [
      { view: { frame: [0, 1, 2, 2] } },
      '表示：frame は [left, right, bottom, top] の形で、各組は小さい方を先に書かなければなりません（指定：[0, 1, 2, 2]）',
    ],
    [
      { problem: { id: 'quadratic', condition: 0.5 } },
      '二次関数：condition は1以上1000000000000以下の数値でなければなりません（指定：0.5）',
    ],
    [
      { problem: { id: 'network', hidden: 16 } },
      'ニューラルネットワーク：hidden は配列でなければなりません（指定：16）',
    ],
    [{ problem: { id: 'formula', f: 'x^2 +' } }, '自分で入力した関数：式が途中で終わっています'],
    [
      { problem: { id: 'formula', f: 'xy' } },
      '自分で入力した関数：1文字目の "xy" という名前はありません。積は x*y のように書いてください',
    ],
    [
      { problem: { id: 'formula', f: 'x^2 / 4y' } },
      '自分で入力した関数：7文字目からの割り算は、どこまでが分母か決まりません。a/b c ではなく a/(b*c) か a/b*c のように書いてください',
    ],
    [
      { problem: { id: 'formula', f: 'log(x) + y', startX: -1, startY: 2 } },
      '初期値 (-1, 2) では f か勾配が有限になりません。startX を 0.12、startY を 2.04 にすると計算できます',
    ],
    ['#runs=[{', '手法の一覧（runs）は JSON として読み取れません："[{"（3文字目）'],
    ['x'.repeat(bounds.text + 1), '設定は20000文字以内でなければなりません（指定：20001文字）'],
  ];
  for (const [config, sentence] of sentences)
    test(sentence, () => {
      assert.deepEqual(
        faultsOf(config).map((fault) => faultIn('ja', fault)),
        [{ text: sentence, lang: 'ja' }],
      );
    });
});
