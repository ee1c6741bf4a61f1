/**
 * What the page says about the race, in its languages.
 */

const en = {
  race: 'Race over learning rates',
  raceIntro:
    'Each run is repeated from the start at every learning rate of one common grid, with {budget} gradient evaluations each (SAM uses two per step, so it makes half as many steps). The curve shows the loss at the end: its depth is what the method can reach, its width how much a wrong rate is forgiven. Marks above the frame are off the axis; hollow marks diverged. Click a point to use its rate.',
  raceUnit: 'E(w) after {budget} gradient evaluations, against ϵ; thin line: at the start',
  raceAlt: 'The loss at the end against the learning rate, a line for each run',
  raceStart: 'Start the race',
  raceAgain: 'Race again',
  raceStop: 'Stop the race',
  raceProgress: 'racing, {share} %',
  raceStopped: 'stopped at {share} %',
  raceStale: 'These results belong to the experiment before your last change.',
  raceBest: '{name}: best {loss} at ϵ = {rate}; good over a factor of {factor} in ϵ',
  raceBestOnly: '{name}: best {loss} at ϵ = {rate}; far behind the best of all at every rate',
  raceNone: '{name}: diverged at every rate so far',
  raceGood: 'Good: at least nine tenths of the largest reduction of the loss.',
  raceTake: 'use ϵ = {rate}',
  racePoint: '{name}, ϵ = {rate}: {loss}',
  racePointDiverged: '{name}, ϵ = {rate}: diverged',
};

/** @type {typeof en} */
const ja = {
  race: '学習率を変えた比較',
  raceIntro:
    '上の各手法を、全手法に共通の学習率の候補それぞれで最初から走らせます。勾配の計算は、どの手法も1回の実行につき{budget}回までです。SAM は1ステップに勾配を2回計算するため、ステップ数は半分になります。縦軸は最後に残った損失です。谷の底の深さはその手法がどこまで到達できるかを、谷の幅は学習率が多少ずれても許される度合いを表します。枠の上の印は損失が目盛りを超えたもの、白抜きの印は発散したものです。点を押すと、その学習率が上の実験に設定されます。',
  raceUnit: '勾配を{budget}回計算した後の E(w)。横軸は ϵ、細線は初期値での損失',
  raceAlt: '学習率に対する最終的な損失（手法ごとの折れ線）',
  raceStart: '比較を始める',
  raceAgain: 'もう一度比較する',
  raceStop: '比較を中止',
  raceProgress: '比較中 {share}%',
  raceStopped: '{share}%で中止しました',
  raceStale: 'これは変更前の実験の結果です。',
  raceBest: '{name}：最良の損失 {loss}（ϵ = {rate}）。損失が十分下がる ϵ の幅は{decades}桁',
  raceBestOnly: '{name}：最良の損失 {loss}（ϵ = {rate}）。どの ϵ でも全体の最良には遠く及びません',
  raceNone: '{name}：これまでの学習率ではすべて発散しました',
  raceGood: '「十分下がる」とは、損失の減少量が、全手法のうち最大のものの9割以上に達することです。',
  raceTake: 'ϵ = {rate} を使う',
  racePoint: '{name}、ϵ = {rate}：{loss}',
  racePointDiverged: '{name}、ϵ = {rate}：発散',
};

export { en, ja };
