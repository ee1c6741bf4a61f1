/**
 * The learning rate, and the methods that set it themselves.
 */

/** A steep wall down to a long floor, at 45° to both axes: what is steep and what is flat is in each coordinate. */
const wall = { problem: { id: 'quadratic', condition: 50, angle: 45 }, start: [-1.4, -0.4], steps: 400 };
const wallPanels = { panels: ['landscape', 'loss', 'gradientNorm'] };

/** @type {readonly import('./index.js').Preset[]} */
export const adaptive = [
  {
    id: 'learning-rate',
    name: { en: 'The learning rate', ja: '学習率の選び方' },
    note: {
      en: 'At ϵ = 0.005 gradient descent (SGD) creeps, at 0.09 it swings from wall to wall but arrives, and at 0.102 it swings ever wider. The limit is 2/ϵ: only in the third run does it lie below λmax = 20, and only there does the loss end up growing.',
      ja: '勾配降下法（SGD）は ϵ = 0.005 ではなかなか進まず、0.09 では壁の間を振れながらも収束し、0.102 では振れ幅が広がっていきます。境目は 2/ϵ で、これが λmax = 20 を下回る3番目だけ、損失が増加に転じます。',
    },
    config: {
      problem: { id: 'quadratic', condition: 20 },
      start: [-1.3, 0.3],
      steps: 40,
      runs: [0.005, 0.09, 0.102].map((lr) => ({ method: 'sgd', lr })),
      measure: { sharpness: 1 },
      view: { panels: ['landscape', 'loss', 'sharpness'] },
    },
  },
  {
    id: 'adagrad-stalls',
    name: { en: 'AdaGrad stalls', ja: '止まってしまう AdaGrad' },
    note: {
      en: 'AdaGrad comes down the steep wall and then hardly moves along the floor, where gradient descent (SGD) goes on to the minimum. It never forgets the wall: its sum of squared gradients only grows, and what is left of ϵ = 0.05 on the floor is ϵ/√s < 0.001.',
      ja: '急な壁を下りた後、勾配降下法（SGD）は谷底を最小点まで進みますが、AdaGrad はほとんど動きません。壁での大きな勾配が累積和 s にずっと残り、ϵ = 0.05 が谷底では ϵ/√s < 0.001 にまで縮んでいるのです。',
    },
    config: {
      ...wall,
      runs: [
        { method: 'adagrad', lr: 0.05 },
        { method: 'sgd', lr: 0.02 },
      ],
      view: wallPanels,
    },
  },
  {
    id: 'rmsprop-goes-on',
    name: { en: 'RMSProp forgets, and goes on', ja: '忘れるから進む RMSProp' },
    note: {
      en: 'At the same rate as AdaGrad, RMSProp, with its memory of about ten steps, forgets the wall and crosses the whole floor in a hundred. The price: its steps do not shrink at the minimum either, where it hops to and fro by ϵ in each coordinate, a quarter as far at a quarter of the rate.',
      ja: 'AdaGrad と同じ学習率でも、RMSProp は10ステップほどしか覚えていないため壁の勾配を忘れ、100ステップで谷底を渡りきります。その代わり最小点でも歩幅は縮まず、各成分が ϵ の幅で往復し続けます（ϵ を4分の1にすれば幅も4分の1）。',
    },
    config: {
      ...wall,
      runs: [
        { method: 'adagrad', lr: 0.05 },
        { method: 'rmsprop', lr: 0.05 },
        { method: 'rmsprop', lr: 0.0125 },
      ],
      view: wallPanels,
    },
  },
  {
    id: 'adadelta-no-rate',
    name: { en: 'AdaDelta needs no rate', ja: '学習率のいらない AdaDelta' },
    note: {
      en: 'The slope is a hundred times as steep in y as in x: SGD drops in y and creeps in x, while AdaDelta, with no rate to set (ϵ = 1), takes both alike. What sets its pace is ε: its first step is √(ε/(1−γ)), ten times as long at ε = 10⁻⁴ as at the usual 10⁻⁶, which starts slowly.',
      ja: 'y 方向の傾きは x 方向の100倍で、SGD は y を一気に下りて x では進みませんが、学習率のいらない（ϵ = 1 の）AdaDelta は両方向を同じように進みます。歩幅を決めているのは ε で、最初の一歩は √(ε/(1−γ))、標準の 10⁻⁶ では出足が遅く、10⁻⁴ にすればその10倍になります。',
    },
    config: {
      problem: { id: 'quadratic', condition: 100 },
      start: [-1.3, 1.3],
      steps: 90,
      runs: [
        { method: 'sgd', lr: 0.01 },
        { method: 'adadelta', lr: 1 },
        { method: 'adadelta', lr: 1, epsRoot: 1e-4 },
      ],
      view: { panels: ['landscape', 'loss', 'gradientNorm'] },
    },
  },
];
