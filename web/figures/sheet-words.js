/**
 * What is written on a figure sheet, in the reader's language.
 */
import { speaker } from '../words/words.js';
import * as schedules from './schedule-words.js';

const scheduleSpeaker = speaker(schedules);

const en = {
  landscape: 'Landscape',
  landscapeNote: '○ start, × minima',
  startNote: '○ start',
  graphNote: 'graph of the loss, ○ start',
  planeNote: (/** @type {number} */ percent) => `two principal components, ${percent} % of variance`,
  boundary: 'Decision boundary',
  boundaryNote: 'lines of each run',
  flippedNote: 'lines of each run; × wrong labels',
  axes: { steps: 'step', evaluations: 'gradients' },
  at: {
    steps: (/** @type {number} */ position) => `step ${position}`,
    evaluations: (/** @type {number} */ position) => `after ${position} gradient evaluations`,
  },
  stopped: (/** @type {number} */ step) => `stopped at step ${step}`,
  groups: 'parameter groups',
  schedules: scheduleSpeaker('en'),
  description: (/** @type {string} */ problem, /** @type {string} */ runs) =>
    `Gradient descent on ${problem}: ${runs}.`,
  separator: '; ',
};

/** @type {typeof en} */
const ja = {
  landscape: '損失の地形',
  landscapeNote: '○ 初期値、× 極小点',
  startNote: '○ 初期値',
  graphNote: '損失のグラフ、○ 初期値',
  planeNote: (percent) => `軌跡の2つの主成分の平面（分散の${percent}%）`,
  boundary: '決定境界',
  boundaryNote: '各手法が引く境界線',
  flippedNote: '各手法が引く境界線。× は誤ったラベル',
  axes: { steps: 'ステップ', evaluations: '計算回数' },
  at: {
    steps: (position) => `ステップ ${position}`,
    evaluations: (position) => `勾配の計算 ${position} 回`,
  },
  stopped: (step) => `ステップ ${step} で停止`,
  groups: 'パラメータグループ',
  schedules: scheduleSpeaker('ja'),
  description: (problem, runs) => `${problem} での勾配降下法：${runs}。`,
  separator: '、',
};

export const sheetWords = { en, ja };

/** @typedef {typeof en} SheetWords */
