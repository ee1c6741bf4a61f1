/**
 * What the page says, in its languages.
 */

const en = {
  title: 'kudari · gradient descent you can watch, check and import',
  tagline: 'the way down',
  problem: 'Problem',
  language: '日本語',
  languageTitle: 'この画面を日本語で表示',
  theme: 'Light or dark',
  landscape: 'Landscape',
  landscapeHint: '○ start, × minimum; click to start elsewhere',
  landscapeNone: 'The landscape is drawn for problems of one or two parameters; this one has {n}.',
  landscapeAlt: 'The landscape of the loss with the path of each run',
  loss: 'Loss',
  lossUnit: 'E(w)',
  sharpness: 'Sharpness',
  sharpnessUnit: 'λmax of the Hessian; dotted: the most at which the method could settle',
  samSharpness: 'SAM sharpness',
  samSharpnessUnit: 'E(w + ε̂) − E(w), ρ = {rho}',
  gradientNorm: 'Gradient',
  gradientNormUnit: '‖∇E‖',
  lr: 'Learning rate',
  lrUnit: 'ϵ',
  curveAlt: '{name} against steps',
  play: 'Play',
  pause: 'Pause',
  forward: 'One step on',
  back: 'One step back',
  reset: 'To the start',
  step: 'step',
  steps: 'Steps',
  speed: 'Speed',
  perSecond: 'steps a second',
  perSecondShort: '/s',
  scrubber: 'Step shown',
  run: 'Run {n}',
  method: 'Method',
  rate: 'Learning rate ϵ',
  rateSlider: 'Learning rate, logarithmic',
  schedule: 'schedule: {type}',
  sam: 'SAM',
  samTitle: 'Sharpness-aware minimization on top of the method',
  rho: 'radius ρ',
  remove: 'Remove this run',
  add: 'Add a run',
  diverged: 'stopped at step {step}: {what} no longer finite',
  loss_: 'the loss is',
  gradient_: 'the gradient is',
  parameters_: 'the parameters are',
  summary: 'Step {step}. {runs}.',
  summaryRun: '{name}: loss {loss}',
  badLink: 'This link does not describe an experiment, so you see the lecture’s figure instead.',
  badValue: 'Not changed:',
  dismiss: 'Dismiss',
  broken: 'kudari cannot run here.',
};

/** @type {typeof en} */
const ja = {
  title: 'kudari · 見て、確かめて、使える勾配降下法',
  tagline: '下り',
  problem: '問題',
  language: 'English',
  languageTitle: 'Show this page in English',
  theme: '明るい・暗い表示の切り替え',
  landscape: '損失の地形',
  landscapeHint: '○ 初期値、× 極小点。クリックした点から始め直せます',
  landscapeNone: '地形を描けるのはパラメータが1個か2個の問題です（この問題は{n}個）。',
  landscapeAlt: '損失の地形と各手法の軌跡',
  loss: '損失',
  lossUnit: 'E(w)',
  sharpness: '鋭さ',
  sharpnessUnit: 'ヘッセ行列の最大固有値 λmax（点線はその手法が留まれる上限）',
  samSharpness: 'SAM の鋭さ',
  samSharpnessUnit: 'E(w + ε̂) − E(w)、ρ = {rho}',
  gradientNorm: '勾配',
  gradientNormUnit: '‖∇E‖',
  lr: '学習率',
  lrUnit: 'ϵ',
  curveAlt: '{name}の推移',
  play: '再生',
  pause: '一時停止',
  forward: '1ステップ進める',
  back: '1ステップ戻す',
  reset: '最初に戻す',
  step: 'ステップ',
  steps: 'ステップ数',
  speed: '速さ',
  perSecond: 'ステップ毎秒',
  perSecondShort: '/秒',
  scrubber: '表示するステップ',
  run: '実行 {n}',
  method: '手法',
  rate: '学習率 ϵ',
  rateSlider: '学習率（対数目盛）',
  schedule: 'スケジュール：{type}',
  sam: 'SAM',
  samTitle: 'この手法に SAM（鋭さを考慮した最小化）を組み合わせる',
  rho: '半径 ρ',
  remove: 'この実行を外す',
  add: '実行を追加',
  diverged: 'ステップ {step} で停止：{what}有限でなくなりました',
  loss_: '損失が',
  gradient_: '勾配が',
  parameters_: 'パラメータが',
  summary: 'ステップ {step}。{runs}。',
  summaryRun: '{name}：損失 {loss}',
  badLink: 'このリンクから実験を読み取れなかったため、講義の図を表示しています。',
  badValue: '変更できませんでした：',
  dismiss: '閉じる',
  broken: 'この環境では kudari を実行できません。',
};

export const languages = { en, ja };

/** @typedef {keyof typeof languages} Language */
/** @typedef {keyof typeof en} Phrase */

/** @returns {Language} the reader's */
export const readersLanguage = () => (navigator.language.toLowerCase().startsWith('ja') ? 'ja' : 'en');

/**
 * @param {Language} language
 * @returns {(phrase: Phrase, values?: Record<string, string | number>) => string} a phrase with its {blanks} filled
 */
export function translator(language) {
  return (phrase, values = {}) => languages[language][phrase].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
