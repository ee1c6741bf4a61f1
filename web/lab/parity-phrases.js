/**
 * What the check against PyTorch says, in the page's languages.
 */
import { speaker } from '../words/words.js';

const en = {
  offer: 'Every method is checked against PyTorch.',
  start: 'Check against PyTorch in this browser',
  again: 'Check again',
  running: 'Replaying recorded trajectories: {done} of {total}',
  failed: 'The recorded trajectories could not be replayed: {reason}',
  summary:
    '{cases} trajectories, {compared} numbers: {equal} are equal to the last bit; the largest difference is {float64} in float64 and {float32} in float32.',
  allWithin: ' All are within their tolerances.',
  beyond: ' Not all are within their tolerances; those beyond are marked.',
  largest: '{difference} ({name})',
  caption: 'Largest difference of each method, computed in this browser just now',
  method: 'Method',
  cases: 'Cases',
  numbers: 'Numbers',
  exact: 'equal to the last bit',
  excess: '{difference}, more than the {tolerance} allowed',
  torch: 'against torch.optim, PyTorch {version}',
  rules: 'not in PyTorch: against their authors’ rules in torch operations',
  sam: 'against SAM’s two steps as in davda54/sam, with autograd and torch.optim',
  schedules: 'against torch.optim.lr_scheduler, PyTorch {version}',
  samRow: 'SAM and ASAM, steps {first}–{last}',
  schedulesRow: 'Schedules',
  note: 'Differences are relative to max(1, |w|). PyTorch keeps NAdam’s product of momenta in float32 even where the parameters are float64. Some of SAM’s paths are chaotic: a last bit early on is a visible difference later.',
};

/** @type {typeof en} */
const ja = {
  offer: 'すべての手法は PyTorch と照合してあります。',
  start: 'このブラウザで PyTorch と照合する',
  again: 'もう一度照合する',
  running: '記録された軌跡を再計算しています：{done} / {total}',
  failed: '記録された軌跡を再計算できませんでした：{reason}',
  summary:
    '{cases}本の軌跡の{compared}個の数値を比べ、{equal}個が最後のビットまで一致しました。差の最大値は float64 で {float64}、float32 で {float32}です。',
  allWithin: 'すべて許容誤差の範囲内です。',
  beyond: '許容誤差を超えたものがあります（印をつけた行）。',
  largest: '{difference}（{name}）',
  caption: '各手法の差の最大値（このブラウザで今計算したもの）',
  method: '手法',
  cases: '設定数',
  numbers: '比較数',
  exact: '全ビット一致',
  excess: '{difference}（許容誤差 {tolerance} を超過）',
  torch: '比較対象：PyTorch {version} の torch.optim',
  rules: 'PyTorch にない手法。比較対象：論文の著者による更新則を torch の演算で書いたもの',
  sam: '比較対象：davda54/sam と同じ2段階の更新（自動微分と torch.optim）',
  schedules: '比較対象：PyTorch {version} の torch.optim.lr_scheduler',
  samRow: 'SAM と ASAM、ステップ {first}〜{last}',
  schedulesRow: 'スケジュール',
  note: '差は max(1, |w|) に対する相対値です。NAdam では、PyTorch が float64 の計算でもモーメンタム係数の積を float32 で保持しています。SAM の軌跡の一部はカオス的で、初めのうちの最後の1ビットの違いが後で目に見える差になります。',
};

export const parityPhrases = { en, ja };

export const parityTranslator = speaker(parityPhrases);
