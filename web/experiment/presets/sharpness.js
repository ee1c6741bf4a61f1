/**
 * Sharpness in training: the edge of stability, and where SAM ends instead.
 */
import { moons } from './moons.js';

/** @type {readonly import('./index.js').Preset[]} */
export const sharpness = [
  {
    id: 'edge-of-stability',
    name: { en: 'Edge of stability', ja: '安定性の縁' },
    note: {
      en: 'Gradient descent (SGD) sharpens until λmax passes 2/ϵ; it overshoots and drops a few times, then comes to rest beside it, while the loss goes on falling in the long run. SAM’s stays lower and follows its own limit down.',
      ja: '勾配降下法（SGD）では λmax が 2/ϵ を超え、行き過ぎと急落を何度か繰り返してからその値に落ち着きますが、その間も損失は長い目で見れば下がり続けます。SAM の λmax はそれより低く、SAM 自身の限界に沿って下がります。',
    },
    config: {
      problem: moons,
      steps: 1400,
      runs: [
        { method: 'sgd', lr: 0.2 },
        { method: 'sgd', lr: 0.2, sam: { rho: 0.05 } },
      ],
      measure: { sharpness: 10 },
      view: { panels: ['landscape', 'loss', 'sharpness', 'accuracy'], scales: { loss: 'log' } },
    },
  },
  {
    id: 'edge-with-momentum',
    name: { en: 'Edge of stability: momentum', ja: '安定性の縁：モーメンタム' },
    note: {
      en: 'The same rate, three limits: 2/ϵ = 10 for gradient descent (SGD), 2(1+μ)/ϵ = 15 for Momentum and (2+2μ)/(ϵ(1+2μ)) = 7.5 for Nesterov. With this seed, after swings at the start, each comes to its own: from step 900 on every λmax keeps within 5 % of its limit.',
      ja: '学習率は同じでも限界は手法ごとに異なり、勾配降下法（SGD）は 2/ϵ = 10、モーメンタムは 2(1+μ)/ϵ = 15、ネステロフは (2+2μ)/(ϵ(1+2μ)) = 7.5 です。このシードでは、初めのうちは揺れますが、900ステップ目からはどの λmax もそれぞれの限界の ±5% 以内に留まります。',
    },
    config: {
      problem: moons,
      steps: 1400,
      seed: 5,
      runs: [
        { method: 'sgd', lr: 0.2 },
        { method: 'momentum', lr: 0.2, momentum: 0.5 },
        { method: 'nesterov', lr: 0.2, momentum: 0.5 },
      ],
      measure: { sharpness: 10 },
      view: { panels: ['landscape', 'loss', 'sharpness'], scales: { loss: 'log' } },
    },
  },
  {
    id: 'adaptive-edge',
    name: { en: 'Edge of stability: Adam, RMSProp', ja: '安定性の縁：Adam と RMSProp' },
    note: {
      en: 'For adaptive methods it is λmax(P⁻¹H), the curvature seen through their own scaling, that rises to a limit: 38/ϵ for Adam at β₁ = 0.9, 2/ϵ for RMSProp. λmax itself keeps to no such limit: it rises, and falls again.',
      ja: '適応的手法で限界まで上がるのは、手法自身のスケーリングを通して見た曲率 λmax(P⁻¹H) で、その限界は β₁ = 0.9 の Adam で 38/ϵ、RMSProp で 2/ϵ です。λmax そのものにはこの限界が当てはまらず、上がった後に下がっています。',
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
    id: 'along-the-valley',
    name: { en: 'SAM walks along a valley of minima', ja: '谷底に沿って進む SAM' },
    note: {
      en: 'Every point of the curve xy = 1 is a minimum, of sharpness x² + y². Gradient descent (SGD) stops where it first meets the curve; SAM goes on along it towards the flattest point, (1, 1).',
      ja: '曲線 xy = 1 の上はどこも最小点で、鋭さは x² + y² です。勾配降下法（SGD）は曲線に達した所で止まりますが、SAM は曲線に沿って最も平坦な点 (1, 1) へ進み続けます。',
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
      en: 'Three in ten training labels are wrong (crossed out): a model that fits them all has learnt mistakes. With this seed the run without SAM ends with about 95 % of the training labels right and 73 % of the clean test labels, the run with SAM with about 87 % and 78 %; try other seeds.',
      ja: '訓練ラベルの3割は誤り（×印）で、すべてのラベルに合わせてしまえば、誤りまで覚えたことになります。このシードでの最後の正解率は、SAM なしでは訓練が約95%で誤りのないテストが約73%、SAM ありでは約87%と約78%です（ほかのシードも試してください）。',
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
