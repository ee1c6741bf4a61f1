/**
 * What PyTorch calls otherwise: its arguments and schedules beside kudari's. For the reference and the README.
 */

/** In Markdown: what one writes there, and here. @type {readonly (readonly [pytorch: string, kudari: string])[]} */
export const fromPyTorch = [
  ['`weight_decay`', '`l2`; of `AdamW`, and with `decoupled_weight_decay=True`, `weightDecay`'],
  ['`betas`', '`beta1`, `beta2`'],
  ['`alpha` of `RMSprop`, `rho` of `Adadelta`', '`gamma`'],
  ['`eps`', '`eps`; of `Adadelta` `epsRoot`; of `Adagrad` and `RMSprop` `eps`, with `epsRoot: 0`'],
  ['`initial_accumulator_value`', '`initialAccumulator`'],
  ['`momentum_decay`', '`momentumDecay`'],
  ['`momentum` of `SGD`', 'method `momentum`; with `nesterov=True`, method `nesterov`'],
  ['`amsgrad=True`', 'method `amsgrad`; of `AdamW` with `weightDecay: 0.01`, its default'],
  ['`clip_grad_norm_`, `clip_grad_value_`', '`clipNorm`, `clipValue`'],
  ['`LinearLR(start_factor, total_iters)`', "`{ type: 'warmup', startFactor, steps }`"],
  ['`CosineAnnealingLR(T_max, eta_min)`', "`{ type: 'cosine', steps, minLr }`, which stays at its end"],
  ['`CosineAnnealingWarmRestarts(T_0, T_mult, eta_min)`', "`{ type: 'cosineRestarts', period, mult, minLr }`"],
  ['`StepLR(step_size, gamma)`', "`{ type: 'step', every, factor }`"],
  ['`ExponentialLR(gamma)`', "`{ type: 'exponential', factor }`"],
  ['`PolynomialLR(total_iters, power)`', "`{ type: 'polynomial', steps, power }`"],
  [
    '`OneCycleLR(max_lr, total_steps, pct_start, div_factor, final_div_factor, cycle_momentum=False)`',
    "`{ type: 'oneCycle', base, steps, warmup, divFactor, finalDivFactor }`",
  ],
  ['`SequentialLR` of `LinearLR` and another', 'that other one with `warmup: { startFactor, steps }`'],
  ['`LambdaLR(f)`', 'as `lr` the function `(t) => base * f(t)`'],
];

/** What is easily mistaken. */
const trap =
  "The first is easily mistaken: PyTorch's `Adam(weight_decay=0.01)` is `{ l2: 0.01 }` on `adam`; with `weightDecay`, `adam` is AdamW.";

/** The same as a table, and what to mind. */
export const pytorchTable = () =>
  [
    trap,
    '',
    '| PyTorch | kudari |',
    '| --- | --- |',
    ...fromPyTorch.map(([there, here]) => `| ${there} | ${here} |`),
  ].join('\n');
