import { defineProblem, sizeSpec } from './problem.js';
import { separable } from './separable.js';

/** The minima of x² + 10 − 10·cos 2πx in the domain, on the right of 0; those on the left mirror them. */
const RIGHT = [
  { x: 0.9949586376523348, value: 0.9949590570932914 },
  { x: 1.9899122337085495, value: 3.9798311905540875 },
  { x: 2.984855701039481, value: 8.95460124148701 },
  { x: 3.9797838603007536, value: 15.91924379246153 },
  { x: 4.974691390895051, value: 24.873722934542226 },
];

/**
 * E(w) = Σᵢ wᵢ² + 10 − 10·cos 2πwᵢ: L. A. Rastrigin, "Systems of Extremal Control", Nauka 1974, in Mühlenbein's form
 * for any number of parameters (Parallel Computing 17 (1991) 619–632). Eleven minima along each axis of the domain.
 */
export const rastrigin = defineProblem({
  id: 'rastrigin',
  name: { en: 'Rastrigin function', ja: 'ラストリギン関数' },
  options: { size: sizeSpec },
  create: ({ size }) =>
    separable(size, {
      // 1 − cos 2πx = 2 sin² πx, which does not cancel near a whole number.
      value: (x) => x * x + 20 * Math.sin(Math.PI * x) ** 2,
      slope: (x) => 2 * x + 20 * Math.PI * Math.sin(2 * Math.PI * x),
      curvature: (x) => 2 + 40 * Math.PI * Math.PI * Math.cos(2 * Math.PI * x),
      wells: [{ x: 0, value: 0 }, ...RIGHT, ...RIGHT.map(({ x, value }) => ({ x: -x, value }))],
      start: [-3.4, 2.6],
      interval: [-5.12, 5.12],
    }),
});
