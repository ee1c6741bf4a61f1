/**
 * Named experiments: each shows one thing.
 *
 * @typedef {object} Preset
 * @property {string} id
 * @property {{ en: string, ja: string }} name
 * @property {{ en: string, ja: string }} note what to look at
 * @property {Record<string, any>} config anything parseConfig takes
 */
import { defaultConfig } from './config.js';

/** Cohen et al. 2021: a small tanh network on two moons, full batch. */
const moons = {
  id: 'network',
  data: 'moons',
  points: 100,
  noise: 0.15,
  hidden: [16, 16],
  activation: 'tanh',
  loss: 'mse',
};

/** @type {readonly Preset[]} */
export const presets = [
  {
    id: 'sharp-and-flat',
    name: { en: 'A sharp basin and a flat one', ja: '鋭い谷と平らな谷' },
    note: {
      en: 'Gradient descent drops into the sharp basin at step 7 and is thrown out again: λmax there is far above 2/ϵ. SAM goes around it.',
      ja: '勾配降下法は7ステップ目に鋭い谷へ落ちますが、そこでの λmax は 2/ϵ をはるかに超えるため、すぐに弾き出されます。SAM はその谷を避けて通ります。',
    },
    config: defaultConfig,
  },
  {
    id: 'edge-of-stability',
    name: { en: 'Edge of stability', ja: '安定性の縁' },
    note: {
      en: 'Gradient descent sharpens until λmax reaches 2/ϵ and then hovers there, while the loss goes on falling. SAM settles at a lower λmax, at its own limit.',
      ja: '勾配降下法では λmax が 2/ϵ まで上がり、損失が下がり続ける間もそこに留まります。SAM はより低い λmax、SAM 自身の限界に落ち着きます。',
    },
    config: {
      problem: moons,
      steps: 1400,
      runs: [
        { method: 'sgd', lr: 0.2 },
        { method: 'sgd', lr: 0.2, sam: { rho: 0.05 } },
      ],
      measure: { sharpness: 10 },
      view: { panels: ['landscape', 'loss', 'sharpness', 'accuracy'] },
    },
  },
  {
    id: 'edge-with-momentum',
    name: { en: 'Edge of stability with momentum', ja: '安定性の縁：モーメンタム' },
    note: {
      en: 'The same rate, three limits: 2/ϵ, heavy ball 2(1+μ)/ϵ, Nesterov (2+2μ)/(ϵ(1+2μ)). Nesterov, with the lowest, is held at it; the heavy ball, with the highest, is free to go on.',
      ja: '学習率は同じでも限界は三者三様で、勾配降下法は 2/ϵ、モーメンタムは 2(1+μ)/ϵ、ネステロフは (2+2μ)/(ϵ(1+2μ))。最も低いネステロフは限界に留まり、最も高いモーメンタムはさらに鋭くなれます。',
    },
    config: {
      problem: moons,
      steps: 1400,
      runs: [
        { method: 'sgd', lr: 0.1 },
        { method: 'momentum', lr: 0.1, momentum: 0.5 },
        { method: 'nesterov', lr: 0.1, momentum: 0.5 },
      ],
      measure: { sharpness: 10 },
      view: { panels: ['landscape', 'loss', 'sharpness'] },
    },
  },
  {
    id: 'adaptive-edge',
    name: { en: 'Edge of stability of Adam and RMSProp', ja: '安定性の縁：Adam と RMSProp' },
    note: {
      en: 'For adaptive methods it is λmax(P⁻¹H), the curvature seen through their own scaling, that rises to a limit: 38/ϵ for Adam at β₁ = 0.9, 2/ϵ for RMSProp. λmax itself may go on rising.',
      ja: '適応的手法で限界まで上がるのは、自身の尺度で見た曲率 λmax(P⁻¹H) です。限界は β₁ = 0.9 の Adam で 38/ϵ、RMSProp で 2/ϵ。λmax そのものは上がり続けることもあります。',
    },
    config: {
      problem: moons,
      steps: 2000,
      runs: [
        { method: 'adam', lr: 0.002, beta2: 0.99 },
        { method: 'rmsprop', lr: 0.0005, gamma: 0.99, epsRoot: 0, eps: 1e-7 },
      ],
      measure: { sharpness: 20, preconditioned: 20 },
      view: { panels: ['landscape', 'loss', 'preconditioned', 'sharpness'] },
    },
  },
  {
    id: 'warm-up',
    name: { en: 'What warm-up does to λmax', ja: 'ウォームアップと λmax' },
    note: {
      en: 'The start is sharper than 2/ϵ allows. At the full rate the loss leaps up at once; with warm-up the limit comes down slowly from far above, and λmax is pressed down ahead of it.',
      ja: '初期値の鋭さは 2/ϵ を超えています。最初から目標の学習率で進むと損失が跳ね上がりますが、ウォームアップでは限界が高い所からゆっくり下がり、λmax はそれに押されて下がっていきます。',
    },
    config: {
      problem: { ...moons, activation: 'softplus', loss: 'crossEntropy', seed: 2 },
      steps: 200,
      runs: [
        { method: 'sgd', lr: 2.4 },
        { method: 'sgd', lr: { type: 'warmup', base: 2.4, steps: 60, startFactor: 0.05 } },
      ],
      measure: { sharpness: 2, accuracy: 0 },
      view: { panels: ['landscape', 'loss', 'sharpness', 'lr'] },
    },
  },
  {
    id: 'along-the-valley',
    name: { en: 'SAM walks along a valley of minima', ja: '谷底に沿って進む SAM' },
    note: {
      en: 'Every point of the curve xy = 1 is a minimum, of sharpness x² + y². Gradient descent stops where it first meets the curve; SAM goes on along it towards the flattest point, (1, 1).',
      ja: '曲線 xy = 1 の上はどこも最小点で、鋭さは x² + y² です。勾配降下法は曲線に達した所で止まりますが、SAM は曲線に沿って最も平らな点 (1, 1) へ進み続けます。',
    },
    config: {
      problem: 'valley',
      start: [3, 0.6],
      steps: 600,
      runs: [
        { method: 'sgd', lr: 0.05 },
        { method: 'sgd', lr: 0.05, sam: { rho: 0.2 } },
      ],
      measure: { sharpness: 1 },
      view: { panels: ['landscape', 'loss', 'sharpness'] },
    },
  },
  {
    id: 'flipped-labels',
    name: { en: 'SAM with 30 % of the labels flipped', ja: 'ラベルの30%が誤りのときの SAM' },
    note: {
      en: 'Three in ten training labels are wrong (crossed out). Whoever fits them all has learnt mistakes: compare the accuracy on clean test points, and try several seeds.',
      ja: '訓練ラベルの3割は誤りです（×印）。すべてに当てはめれば誤りまで学んだことになります。正しいテスト点での正解率を比べ、シードを変えて試してください。',
    },
    config: {
      problem: { ...moons, loss: 'crossEntropy', flips: 0.3 },
      steps: 1500,
      runs: [
        { method: 'momentum', lr: 0.1, momentum: 0.9 },
        { method: 'momentum', lr: 0.1, momentum: 0.9, sam: { rho: 0.3 } },
      ],
      measure: { sharpness: 50, accuracy: 10 },
      view: { panels: ['boundary', 'loss', 'sharpness', 'accuracy'] },
    },
  },
];
