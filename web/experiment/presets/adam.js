/**
 * Adam, what was made of it, and the schedules that go with it.
 */
import { moons } from './moons.js';

/** @type {readonly import('./index.js').Preset[]} */
export const adam = [
  {
    id: 'bias-correction',
    name: { en: 'Adam’s bias correction', ja: 'Adam のバイアス補正' },
    note: {
      en: 'Look at the first step, at ϵ = 0.02 for all: RMSProp’s mean of squares starts from 0, so that with γ = 0.999 it leaps by ϵ/√(1−γ) = 32ϵ in each coordinate, out of the valley, and with γ = 0.9 by 3.2ϵ. Adam with β₁ = 0 is the same method but for the correction 1/(1−β₂ᵗ), and moves by ϵ.',
      ja: '学習率はすべて ϵ = 0.02 ですが、二乗平均を 0 から始める RMSProp の最初の一歩は各成分とも ϵ/√(1−γ) で、γ = 0.9 なら 3.2ϵ、γ = 0.999 では 32ϵ となって谷から飛び出します。β₁ = 0 の Adam は補正 1/(1−β₂ᵗ) を除けば同じ手法なので、一歩が ϵ で済むのはこの補正の効果です。',
    },
    config: {
      problem: { id: 'rosenbrock' },
      start: [-1.2, 1],
      steps: 15,
      runs: [
        { method: 'rmsprop', lr: 0.02, gamma: 0.999 },
        { method: 'rmsprop', lr: 0.02, gamma: 0.9 },
        { method: 'adam', lr: 0.02, beta1: 0, beta2: 0.999 },
      ],
      view: { panels: ['landscape', 'loss', 'gradientNorm'] },
    },
  },
  {
    id: 'radam-first-steps',
    name: { en: 'RAdam’s first steps', ja: 'RAdam の最初の数ステップ' },
    note: {
      en: 'Both start at the minimum, so noise is all that moves them, and Adam leaps by the full ϵ in each coordinate at the very first gradient. RAdam takes five plain momentum steps −ϵm̂, as small as the gradients are, and from the sixth on the factor r, at first 0.026, holds it back until v̂ rests on enough of them.',
      ja: 'どちらも最小点から出発するため、動きの原因は勾配のノイズだけです。Adam は最初の1ステップで各成分を ϵ も動かしますが、RAdam は5ステップ目まで勾配の大きさに応じた −ϵm̂ しか動かず、6ステップ目以降も v̂ が信頼できるようになるまで係数 r（はじめは 0.026）が歩幅を抑えます。',
    },
    config: {
      problem: { id: 'noisy-quadratic', condition: 2, noise: 0.3 },
      start: [0, 0],
      steps: 40,
      runs: [
        { method: 'adam', lr: 0.5 },
        { method: 'radam', lr: 0.5 },
      ],
      view: { panels: ['landscape', 'loss', 'gradientNorm'] },
    },
  },
  {
    id: 'adabound',
    name: { en: 'AdaBound: from Adam to SGD', ja: 'Adam から SGD へ移る AdaBound' },
    note: {
      en: 'The right end is the wrong one: every third gradient is 3, the others −1, and Adam divides the large one by so much that it climbs to +1. AdaBound goes with Adam for 35 steps, until its bounds close on one rate for all gradients; then it turns round and follows SGD down to −1.',
      ja: '勾配は3回に1回が 3、ほかは −1 なので左端 −1 が正解ですが、Adam は大きな勾配ほど強く割り引くため右端 +1 へ登ってしまいます。AdaBound も35ステップ目までは Adam と同じですが、上下限が狭まって歩幅が一つの学習率に揃うと向きを変え、SGD を追って −1 に着きます。',
    },
    config: {
      problem: { id: 'reddi' },
      steps: 850,
      runs: [
        { method: 'adam', lr: 0.02, beta1: 0, beta2: 0.1 },
        { method: 'adabound', lr: 0.02, beta1: 0, beta2: 0.1, finalLr: 0.01, gamma: 0.03 },
        { method: 'sgd', lr: 0.01 },
      ],
      measure: { sharpness: 0 },
      view: { panels: ['landscape', 'loss'] },
    },
  },
  {
    id: 'warm-up',
    name: { en: 'What warm-up does to λmax', ja: 'ウォームアップと λmax' },
    note: {
      en: 'At the full rate the loss leaps from 0.9 to 140 in two steps and then stays at 0.5: the network answers about 0 at every point, where ±1 is right. With warm-up 2/ϵ comes down from far above, and where λmax stays above it the loss leaps too, but to 9 at most; each leap throws λmax back below the limit, and the loss goes on down to 0.27.',
      ja: '最初から目標の学習率で進むと損失は2ステップで 0.9 から 140 に跳ね上がり、その後は 0.5 のまま、本来 ±1 と答えるべき点のすべてでほぼ 0 を返すだけになります。ウォームアップでは限界 2/ϵ が高い値から徐々に下がり、λmax が限界を超えたままになると損失が跳ねますが（最大でも 9）、そのたびに λmax は限界の下へ戻り、損失は 0.27 まで下がります。',
    },
    config: {
      problem: { ...moons, activation: 'softplus' },
      steps: 200,
      runs: [
        { method: 'sgd', lr: 1.2 },
        { method: 'sgd', lr: { type: 'warmup', base: 1.2, steps: 60, startFactor: 0.05 } },
      ],
      measure: { sharpness: 1, accuracy: 0 },
      view: { panels: ['boundary', 'loss', 'sharpness', 'lr'] },
    },
  },
  {
    id: 'weight-decay',
    name: { en: 'AdamW and L2 regularisation', ja: 'AdamW と L2 正則化' },
    note: {
      en: 'Every point of the curve xy = 1 has the same loss, so Adam stops where it meets it, and only decay draws it on towards the shortest w, (1, 1). As L2 in the gradient, 0.1·w is divided by √v̂, still large from the way down, and pulls late and slowly; AdamW subtracts ϵ·0.1·w itself, from the first step.',
      ja: '曲線 xy = 1 の上では損失が等しいため、Adam は曲線に着いた所で止まり、そこから ‖w‖ が最小の (1, 1) へ引くのは重み減衰だけです。L2 として勾配に加えた 0.1w は、下りてくる間に大きくなった √v̂ で割られてなかなか効きませんが、AdamW は ϵ·0.1w を最初からそのまま引きます。',
    },
    config: {
      problem: { id: 'valley' },
      start: [3.5, 2],
      steps: 150,
      runs: [
        { method: 'adam', lr: 0.05 },
        { method: 'adam', lr: 0.05, l2: 0.1 },
        { method: 'adamw', lr: 0.05, weightDecay: 0.1 },
      ],
      measure: { sharpness: 1 },
      view: { panels: ['landscape', 'loss', 'sharpness'] },
    },
  },
  {
    id: 'cosine-decay',
    name: { en: 'Cosine decay', ja: 'コサイン減衰' },
    note: {
      en: 'With noisy gradients a large constant rate is quickly there and then thrown about for good, while a small one has still not arrived at the end. Cosine decay starts with the large rate and ends at zero: quickly there, and over the last 50 steps its mean loss is less than a fifth of that of either.',
      ja: '勾配にノイズがあると、大きな一定の学習率は早く着いてもその後ずっと揺さぶられ、小さな学習率は最後まで着きません。コサイン減衰は大きな学習率から始めて 0 で終えるので、早く着いたうえに、最後の50ステップの平均損失はどちらと比べても5分の1未満です。',
    },
    config: {
      problem: { id: 'noisy-quadratic', condition: 10, noise: 1 },
      start: [-1.3, 1.1],
      steps: 300,
      runs: [
        { method: 'sgd', lr: 0.15 },
        { method: 'sgd', lr: 0.003 },
        { method: 'sgd', lr: { type: 'cosine', base: 0.15, steps: 300, minLr: 0 } },
      ],
      view: { panels: ['landscape', 'loss', 'lr'] },
    },
  },
];
