import { defineProblem, sizeSpec } from './problem.js';
import { separable } from './separable.js';

/**
 * E(w) = ½ Σᵢ wᵢ⁴ − 16wᵢ² + 5wᵢ: M. A. Styblinski and T.-S. Tang, "Experiments in nonconvex optimization: stochastic
 * approximation with function smoothing and simulated annealing", Neural Networks 3 (1990) 467–483. Two minima along
 * each axis.
 */
export const styblinskiTang = defineProblem({
  id: 'styblinski-tang',
  name: { en: 'Styblinski–Tang function', ja: 'スティブリンスキー・タン関数' },
  options: { size: sizeSpec },
  create: ({ size }) =>
    separable(size, {
      value: (x) => (x * (x * (x * x - 16) + 5)) / 2,
      slope: (x) => x * (2 * x * x - 16) + 2.5,
      curvature: (x) => 6 * x * x - 16,
      wells: [
        { x: -2.903534027771177, value: -39.16616570377141 },
        { x: 2.746802770990837, value: -25.02944665528394 },
      ],
      start: [0.5, 1],
      interval: [-5, 5],
    }),
});
