/**
 * Sharpness-aware minimisation: the lecture's figure, and its norm.
 */
import { defaultConfig } from '../config.js';
import { moons } from './moons.js';

/** @type {readonly import('./index.js').Preset[]} */
export const sam = [
  {
    id: 'sharp-and-flat',
    name: { en: 'A sharp basin and a flat one', ja: '鋭い谷と平坦な谷' },
    note: {
      en: 'Gradient descent (SGD) drops into the sharp basin at step 7 and is thrown out again: λmax there is far above 2/ϵ. SAM goes around it.',
      ja: '勾配降下法（SGD）は7ステップ目に鋭い谷へ落ちますが、そこでの λmax は 2/ϵ をはるかに超えるため、すぐに弾き出されます。SAM はその谷を避けて通ります。',
    },
    config: defaultConfig,
  },
  {
    id: 'sam-norms',
    name: { en: 'SAM’s norm p: 1, 2 and ∞', ja: 'SAM のノルム p：1・2・∞' },
    note: {
      en: 'Without SAM, λmax comes to rest at 2/ϵ = 10; with the same ρ = 0.02 it stays lower for p = 1, lower still for p = 2, and far lower for p = ∞. At p = 1 only one of the 337 weights is moved by ρ and at p = 2 all share it, but at p = ∞ each is moved by ρ, which makes ε̂ √337 ≈ 18 times as long.',
      ja: 'SAM なしの λmax は 2/ϵ = 10 に落ち着きますが、同じ ρ = 0.02 の SAM では p = 1、2、∞ の順に低くなり、∞ では大きく下がります。p = 1 は337個の重みのうち1つだけを ρ 動かし、p = 2 は全体で ρ を分け合いますが、p = ∞ はすべてを ρ ずつ動かすので、ε̂ は √337 ≈ 18 倍の長さになります。',
    },
    config: {
      problem: moons,
      steps: 800,
      runs: [
        { method: 'sgd', lr: 0.2 },
        ...[1, 2, 'inf'].map((p) => ({ method: 'sgd', lr: 0.2, sam: { rho: 0.02, p } })),
      ],
      measure: { sharpness: 20, accuracy: 0 },
      view: { panels: ['landscape', 'loss', 'sharpness'] },
    },
  },
];
