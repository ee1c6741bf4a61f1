/**
 * What the page of the benchmark says, in its languages.
 */
import { speaker } from '../words/words.js';

/** @typedef {import('../words/words.js').Language} Language */

const en = {
  title: 'Speed · kudari',
  heading: 'How fast, in this browser',
  lead: 'One update of each method in float32: kudari’s WebAssembly, and the same loop in plain JavaScript, on the same parameters and the same gradient. The two take turns, round after round; shown are the medians.',
  start: 'Measure',
  again: 'Measure again',
  stop: 'Stop',
  duration: 'About {seconds} seconds',
  running: '{method}, n = {n}: {done} of {total}',
  caption:
    'Above: how many times faster kudari is. Below: nanoseconds a parameter, kudari’s and plain JavaScript’s. n is the number of parameters.',
  method: 'Method',
  times: '{ratio} times',
  agree:
    'Both compute the same: after three updates they differ by {difference} at most ({method}), relative to max(1, |w|).',
  disagree:
    'They do not compute the same: after three updates {method} differs by {difference}, relative to max(1, |w|).',
  failed: 'It could not be measured: {reason}',
  machine: 'Measured in {agent}; {cores} logical processors.',
  note: 'Whatever else the machine does shows in the numbers, and browsers tell the time only coarsely. The loops are those of ./build.sh bench, which also measures other libraries and native code.',
  laboratory: 'The laboratory',
  notes: 'The lecture notes',
  language: '日本語',
};

/** @type {typeof en} */
const ja = {
  title: '速度の測定 · kudari',
  heading: 'このブラウザでの速度',
  lead: '各手法の更新1回（float32）にかかる時間を、kudari の WebAssembly と、同じ計算を素直に書いた JavaScript のループとで比べます。パラメータも勾配も同じものを使い、交互に繰り返し測って中央値を示します。',
  start: '測定する',
  again: 'もう一度測定する',
  stop: '中止',
  duration: '約{seconds}秒かかります',
  running: '測定中：{method}、n = {n}（{done} / {total}）',
  caption:
    '上段は kudari が何倍速いか、下段は1パラメータあたりの時間（ナノ秒）で、左が kudari、右が JavaScript です。n はパラメータ数です。',
  method: '手法',
  times: '{ratio}倍',
  agree:
    '両者の計算結果は一致しています。3回更新した後の差は、max(1, |w|) に対して最大でも {difference}（{method}）です。',
  disagree:
    '両者の計算結果が一致していません。3回更新した後の {method} の差は、max(1, |w|) に対して {difference} です。',
  failed: '測定できませんでした：{reason}',
  machine: '測定環境：{agent}、論理プロセッサ数 {cores}',
  note: '同時に動いているほかの処理の影響を受けます。また、ブラウザの時計は粗く丸められています。JavaScript のループは ./build.sh bench と同じもので、そちらではほかのライブラリやネイティブコードとも比べています。',
  laboratory: '実験室',
  notes: '講義ノート',
  language: 'English',
};

export const translator = speaker({ en, ja });
