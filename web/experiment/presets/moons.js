/** Cohen et al. 2021: a small tanh network on two moons, full batch. */
export const moons = {
  id: 'network',
  data: 'moons',
  points: 100,
  noise: 0.15,
  hidden: [16, 16],
  activation: 'tanh',
  loss: 'mse',
};
