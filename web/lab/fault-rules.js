/**
 * The sentences that the checks of configs and formulas say in English, and the same in Japanese.
 */
import { given, listed, placed, ranged, subject } from './fault-words.js';

/**
 * What a message may be, and what its parts make in Japanese.
 *
 * @typedef {[pattern: RegExp, sentence: (...parts: string[]) => string]} Rule
 */

/** Where a formula is wrong. @type {Rule[]} */
const formulaRules = [
  [/^no formula at character 1; there are (.*)$/, (all) => `式が入力されていません。使えるのは ${listed(all)} です`],
  [/^unexpected end at character \d+$/, () => '式が途中で終わっています'],
  [
    /^unexpected (".*") at character (\d+); there are (.*)$/s,
    (sign, at, all) => `${at}文字目の ${sign} は使えません。使えるのは ${listed(all)} です`,
  ],
  [/^unexpected (".*") at character (\d+)$/s, (sign, at) => `${at}文字目の ${sign} はこの位置に置けません`],
  [
    /^unknown name (".*") at character (\d+); a product is written as in (.*)$/,
    (name, at, product) => `${at}文字目の ${name} という名前はありません。積は ${product} のように書いてください`,
  ],
  [
    /^unknown name (".*") at character (\d+); there are (.*)$/,
    (name, at, all) => `${at}文字目の ${name} という名前はありません。使えるのは ${listed(all)} です`,
  ],
  [/^too large a number (\S+) at character (\d+)$/, (number, at) => `${at}文字目の数 ${number} は大きすぎます`],
  [
    /^(\w+) without its argument at character (\d+); it is written as in (.*)$/,
    (name, at, example) => `${at}文字目の ${name} に引数がありません。${example} のように書いてください`,
  ],
  [/^nothing between the parentheses at character (\d+)$/, (at) => `${at}文字目からの括弧の中が空です`],
  [/^a \) without its \( at character (\d+)$/, (at) => `${at}文字目の ) に対応する ( がありません`],
  [/^a \( without its \) at character (\d+)$/, (at) => `${at}文字目の ( に対応する ) がありません`],
  [
    /^more than (\d+) parentheses within each other at character (\d+)$/,
    (most, at) => `括弧の入れ子は${most}重までです（${at}文字目）`,
  ],
  [
    /^an unclear divisor at character (\d+); write (\S+) or (\S+), not (.*)$/,
    (at, first, second, doubtful) =>
      `${at}文字目からの割り算は、どこまでが分母か決まりません。${doubtful} ではなく ${first} か ${second} のように書いてください`,
  ],
  [
    /^its gradient has (\d+) parts, and may have (\d+): nest fewer products, quotients and powers$/,
    (size, most) =>
      `勾配の式が大きくなりすぎます（${size}項、上限${most}項）。積・商・べき乗の入れ子を減らしてください`,
  ],
];

/** What the value of a field must be. @type {Rule[]} */
const valueRules = [
  [
    /^(.+?) must be (a (?:whole|finite) number.*?), not (.*)$/s,
    (path, range, value) => must(path, ranged(range), value),
  ],
  [
    /^(.+?) must be one of (.*?), not (.*)$/s,
    (path, all, value) => `${subject(path)}は ${listed(all)} のいずれかでなければなりません${instead(value)}`,
  ],
  [/^(.+?) must be a plain object, not (.*)$/s, (path, value) => must(path, ' { … } の形のオブジェクト', value)],
  [/^(.+?) must be true or false, not (.*)$/s, (path, value) => must(path, ' true か false ', value)],
  [/^(.+?) must be an array, not (.*)$/s, (path, value) => must(path, '配列', value)],
  [/^(.+?) must be an array or a typed array of numbers, not (.*)$/s, (path, value) => must(path, '数値の配列', value)],
  [
    /^(.+?) must be an array of 1 to (\d+) runs, not (.*)$/s,
    (path, most, value) => must(path, `1〜${most}個の手法の配列`, value),
  ],
  [/^(.+?) must be an array of (\{.*\}), not (.*)$/s, (path, entry, value) => must(path, ` ${entry} の配列`, value)],
  [/^(.+?) must be a number, a schedule or .*?, not (.*)$/s, (path, value) => must(path, '数値かスケジュール', value)],
  [
    /^(.+?) must be a number from 1 to Infinity .*?, not (.*)$/s,
    (path, value) => must(path, "1以上の数値か 'inf' ", value),
  ],
  [/^(.+?) must be a number, not (.*)$/s, (path, value) => must(path, '数値', value)],
  [
    /^(.+?) must be a finite (float\d+) number, not (.*)$/s,
    (path, dtype, value) => must(path, ` ${dtype} で表せる有限の数値`, value),
  ],
  [/^(.+?) must be a formula in x and y, not (.*)$/s, (path, value) => must(path, ' x と y の式', value)],
  [/^(.+?) must be at most (\d+), not (.*)$/, (path, most, value) => must(path, `${most}以下`, value)],
  [
    /^(.+?) must be at most (\d+) characters as a hash, not (\d+)$/,
    (path, most, value) => `${placed(path)}が長すぎて URL に収まりません（上限${most}文字、現在${value}文字）`,
  ],
  [
    /^(.+?) must be at most (\d+) characters(?: long)?, not (\d+)$/,
    (path, most, value) => must(path, `${most}文字以内`, `${value}文字`),
  ],
  [/^(.+?) must have (\d+) to (\d+) entries, not (\d+)$/, (path, min, max, value) => count(path, min, max, value)],
  [/^(.+?) must have (\d+) entries, not (\d+)$/, (path, length, value) => count(path, length, length, value)],
  [
    /^(.+?) must be (\[.*\]), each pair rising, not (.*)$/s,
    (path, form, value) =>
      `${subject(path)}は ${form} の形で、各組は小さい方を先に書かなければなりません${instead(value)}`,
  ],
  [
    /^formula: (\w+) must be below (\w+), not (\S+) to (\S+)$/,
    (low, high, from, to) =>
      `${placed('formula')}：${low} は ${high} より小さくなければなりません（指定：${from}〜${to}）`,
  ],
  [
    /^network: flips must be 0 where data.y are real targets, not (.*)$/,
    (value) => `${placed('network')}：data.y が実数の目標値のとき、flips は0でなければなりません${instead(value)}`,
  ],
  [
    /^quadratic: angle must be 0 unless size is 2, not (.*)$/,
    (value) => `${placed('quadratic')}：size が2以外のとき、angle は0でなければなりません${instead(value)}`,
  ],
  [
    /^linear: points must be more than features, not (.*)$/,
    (value) => `${placed('linear')}：points は features より大きくなければなりません${instead(value)}`,
  ],
];

/** @type {readonly Rule[]} */
export const rules = [
  ...formulaRules,
  [
    /^formula: f or its gradient is not finite at the start (\(.*?\)); startX (\S+), startY (\S+) would do$/,
    (start, x, y) =>
      `初期値 ${start} では f か勾配が有限になりません。startX を ${x}、startY を ${y} にすると計算できます`,
  ],
  [
    /^formula: f or its gradient is not finite at the start (\(.*?\)); nor is it anywhere on a grid over the domain$/,
    (start) => `初期値 ${start} では f か勾配が有限になりません。表示範囲の中に、有限になる点が見つかりません`,
  ],
  ...valueRules,
  [
    /^(.+?) has no option (".*"); it takes (.*)$/s,
    (path, name, all) => {
      const remedy = all === 'none' ? '設定できる項目はありません' : `使えるのは ${listed(all)} です`;
      return `${subject(path)}に ${name} という項目はありません。${remedy}`;
    },
  ],
  [
    /^(.+): no method (.*); there are (.*)$/s,
    (path, name, all) => `${placed(path)}：${lacking('手法', 'method', name).trim()}。使えるのは ${listed(all)} です`,
  ],
  [
    /^(.+): no schedule (.*); there are (.*)$/s,
    (path, name, all) => `${subject(path)}に${lacking('スケジュール', 'type', name)}。使えるのは ${listed(all)} です`,
  ],
  [
    /^there is no problem (.*); there are (.*)$/s,
    (name, all) => `${lacking('問題', 'id', name).trim()}。使えるのは ${listed(all)} です`,
  ],
  [
    /^(.+): (\[.*?\)) and (\[.*?\)) overlap$/,
    (path, first, second) => `${subject(path)}の範囲 ${first} と ${second} が重なっています`,
  ],
  [
    /^(.+): dtype is the whole experiment's$/,
    (path) => `${placed(path)}：dtype は手法ごとではなく、実験全体に指定します`,
  ],
  [/^(.+) is nested too deeply$/, (path) => `${subject(path)}は入れ子が深すぎます`],
  [
    /^(.+?) must be plain data, but has (.*)$/,
    (path, value) => `${subject(path)}は JSON で表せる値でなければなりません（${given(value)}が含まれています）`,
  ],
  [
    /^(.+?) is not JSON(?: \(.*?\))?: (?:(".*"): )?(.*)$/s,
    (path, text, reason) => `${subject(path)}は JSON として読み取れません${text ? `：${text}` : ''}${position(reason)}`,
  ],
  [
    /^formula: its parser is not loaded yet;.*$/,
    () => '数式パーサーがまだ読み込まれていません。ページを読み込み直してください',
  ],
  // As Chromium, Firefox and WebKit say it.
  [
    /^(?:Failed to fetch|error loading) dynamically imported module.*|^Importing a module script failed.*/is,
    () => '必要なファイルを読み込めませんでした。通信状態を確かめて、もう一度お試しください',
  ],
  [
    /^kudari\.wasm could not be loaded from (.*?): (.*)\. Serve the file there, or .*$/s,
    (place, reason) =>
      `${place} から kudari.wasm を読み込めませんでした（${reason}）。ファイルがその場所にあるか、コンテンツセキュリティポリシーで 'wasm-unsafe-eval' が許可されているかを確かめてください。`,
  ],
  [/^this WebAssembly module is not kudari's: .*$/s, () => '読み込んだ kudari.wasm は kudari のものではありません。'],
];

/** @param {string} path @param {string} what @param {string} value */
const must = (path, what, value) => `${subject(path)}は${what}でなければなりません${instead(value)}`;

/** @param {string} value */
const instead = (value) => (value === 'undefined' ? '（指定されていません）' : `（指定：${given(value)}）`);

/** @param {string} path @param {string} min @param {string} max @param {string} value */
const count = (path, min, max, value) =>
  `${subject(path)}の要素数は${min === max ? min : `${min}以上${max}以下`}でなければなりません${instead(value)}`;

/** What has a name that nothing has, or none. @param {string} kind @param {string} field @param {string} name */
const lacking = (kind, field, name) =>
  name === 'undefined' ? `${kind}の指定（${field}）がありません` : ` ${given(name)} という${kind}はありません`;

/** Where a browser's own parser stopped. @param {string} reason */
function position(reason) {
  const [, at] = reason.match(/at position (\d+)/) ?? [];
  return at === undefined ? '' : `（${Number(at) + 1}文字目）`;
}
