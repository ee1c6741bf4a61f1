/**
 * What the lens says in words.
 */

import { speaker } from '../words/words.js';

const en = {
  step: 'step {from} → {to}',
  last: ' (the last update)',
  none: 'no update yet',
  quantity: 'quantity',
  definition: 'definition',
  numbers: '{name}: with its numbers',
  value: '{name}: value',
  given: 'given',
  firstOf: 'the first two of {size} parameters',
  groups: 'groups of parameters have values of their own',
  general: 'no formula for this method yet: what went in, and what came out',
  effective: 'rates',
  rectified: 'ρₜ = {rho} > 5: rectified',
  notRectified: 'ρₜ = {rho} ≤ 5: not rectified yet, a plain momentum step',
  low: '↧ held at the lower bound lₜ',
  high: '↥ held at the upper bound uₜ',
  between: 'between the bounds',
  kept: 'the older maximum stays',
  risen: 'a new maximum',
  clipped: 'longer than {limit}: scaled down to it',
  notClipped: 'within {limit}: left as it is',
  projected: 'then put back into the feasible set: w = {w}',
};

/** @type {typeof en} */
const ja = {
  step: 'ステップ {from} → {to}',
  last: '（最後の更新）',
  none: 'まだ更新がありません',
  quantity: '量',
  definition: '定義',
  numbers: '{name}：数値を代入した式',
  value: '{name}：値',
  given: '設定値',
  firstOf: '{size}個のパラメータのうち最初の2個',
  groups: 'パラメータのグループごとに別の値を使っています',
  general: 'この手法の式はまだないため、更新前後の値だけを示します',
  effective: '実効学習率の比',
  rectified: 'ρₜ = {rho} > 5：補正あり',
  notRectified: 'ρₜ = {rho} ≤ 5：まだ補正せず、v を使わないモーメンタム更新',
  low: '↧ 下限 lₜ に制限',
  high: '↥ 上限 uₜ に制限',
  between: '上下限の間',
  kept: 'これまでの最大値を維持',
  risen: '最大値を更新',
  clipped: '{limit} を超えるため、その長さに縮小',
  notClipped: '{limit} 以下なので、そのまま',
  projected: '更新後、実行可能領域に戻します：w = {w}',
};

export const phrases = { en, ja };

/** @typedef {import('../words/words.js').Language} Language */
/** @typedef {keyof typeof en} Phrase */

export const translator = speaker(phrases);
