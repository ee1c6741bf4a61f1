/**
 * What the checks' messages are made of, in Japanese: places in a config, ranges, values, lists.
 */
import { methods } from '../core/methods.js';
import { offered } from './offered.js';

/** Fields of a config: as an owner of something, and as the thing itself. @type {Record<string, [string, string]>} */
const fields = {
  'the file': ['ファイル', 'ファイル'],
  config: ['設定', '設定'],
  problem: ['問題', '問題（problem）'],
  start: ['初期値', '初期値（start）'],
  steps: ['ステップ数', 'ステップ数（steps）'],
  seed: ['シード', 'シード（seed）'],
  runs: ['手法', '手法の一覧（runs）'],
  measure: ['測定', '測定（measure）'],
  view: ['表示', '表示（view）'],
};

/**
 * A place in a config: of "runs[0]: sgd: sam: rho" 手法1（SGD）：sam の rho.
 *
 * @param {string} path
 */
export function placed(path) {
  const [first, ...rest] = path.split(': ');
  const inside = () => rest.map((part) => part.replace(/ \((\w+)\)$/, '（$1）')).join(' の ');
  const [, list, index] = first.match(/^(runs|start)\[(\d+)\]$/) ?? [];
  let owner = fields[first]?.[rest.length ? 0 : 1] ?? nameOf(offered, first) ?? first;
  if (list === 'start') owner = `${fields.start[1]}の第${Number(index) + 1}成分`;
  if (list === 'runs') {
    const method = nameOf(methods, rest[0]);
    if (method) rest.shift();
    owner = `手法${Number(index) + 1}${method ? `（${method}）` : ''}`;
  }
  return rest.length ? `${owner}：${inside()}` : owner;
}

/** As a subject, before a particle. @param {string} path */
export function subject(path) {
  const place = placed(path);
  // Between Latin letters and kana stands a blank.
  return /[\w\]]$/.test(place) ? `${place} ` : place;
}

/** @param {readonly { id: string, name: string | { ja: string } }[]} table @param {string | undefined} id */
function nameOf(table, id) {
  const name = table.find((row) => row.id === id)?.name;
  return typeof name === 'object' ? name.ja : name;
}

/** What a number may be: of "a whole number from 1 to 100" 1以上100以下の整数. @param {string} range */
export function ranged(range) {
  const kind = range.startsWith('a whole number') ? '整数' : '数値';
  const end = (/** @type {RegExp} */ pattern) => range.match(pattern)?.[1];
  const [min, above, max, below] = [/ from (\S+)/, / above (\S+)/, / to (-?[\d.]\S*)/, / below (\S+)/].map(end);
  const high = max ? `${max}以下の` : below ? `${below}未満の` : '';
  if (above) return `${above}より大き${high ? `く${high}` : 'い'}${kind}`;
  if (min) return `${min}以上${high || 'の'}${kind}`;
  return high || range.startsWith('a whole number') ? `${high}${kind}` : '有限の数値';
}

/** What came instead, as `describe` says it. @param {string} value */
export function given(value) {
  const [, count] = value.match(/^an array of (\d+)$/) ?? [];
  if (count !== undefined) return Number(count) ? `${count}個の要素の配列` : '空の配列';
  if (value.startsWith('a typed array')) return '型付き配列';
  return words[value] ?? value;
}

/** @type {Record<string, string>} */
const words = {
  NaN: '数値ではない値',
  'an object': 'オブジェクト',
  'a function': '関数',
  'a symbol': 'シンボル',
};

/** Things in a row; what stands in braces stays whole. @param {string} text */
export const listed = (text) => text.replaceAll(/(\{.*?\})|,? and |,? or |, /g, (_, whole) => whole ?? '、');
