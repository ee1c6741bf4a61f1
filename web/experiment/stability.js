/**
 * How sharp a place may be before a method with a constant rate can no longer settle there.
 */

/**
 * The largest λmax at which the update, linearised on a quadratic, still contracts.
 *
 * Gradient descent 2/η; heavy ball 2(1+μ)/η (with dampening d: over 1 − d); Nesterov (2+2μ)/(η(1+2μ)); SAM on gradient
 * descent, p = 2: ‖g‖/(2ρ)·(√(1 + 8ρ/(η‖g‖)) − 1) (Long & Bartlett 2024, eq. 1). Decay adds to every eigenvalue and so
 * comes off the limit.
 *
 * @param {import('../core/settings.js').Settings} settings
 * @param {number} lr η of this step
 * @param {number} gradientNorm ‖g‖ at w
 * @returns {number} NaN where no formula holds; Infinity at η = 0
 */
export function stabilityLimit({ method, options, sam, groups, clipNorm, clipValue }, lr, gradientNorm) {
  if (clipNorm !== null || clipValue !== null || groups.length > 0) return NaN;
  const { momentum: mu = 0, dampening = 0, l2, weightDecay } = options;
  const sharp = sam !== null && sam.rho > 0;
  switch (method.id) {
    case 'sgd':
      if (sharp)
        return sam.p === 2 && !sam.adaptive && l2 + weightDecay === 0 ? samLimit(lr, gradientNorm, sam.rho) : NaN;
      return 2 / lr - l2 - weightDecay;
    case 'momentum':
      return sharp || weightDecay > 0 ? NaN : (2 * (1 + mu)) / (lr * (1 - dampening)) - l2;
    case 'nesterov':
      return sharp || weightDecay > 0 ? NaN : (2 + 2 * mu) / (lr * (1 + 2 * mu)) - l2;
    default:
      return NaN;
  }
}

/**
 * The root of λ(1 + ρλ/‖g‖) = 2/η, written without cancellation where ρ/(η‖g‖) is small.
 *
 * @param {number} lr
 * @param {number} norm
 * @param {number} rho
 */
function samLimit(lr, norm, rho) {
  if (norm === 0) return 0;
  return 4 / lr / (1 + Math.sqrt(1 + (8 * rho) / (lr * norm)));
}

/**
 * The largest λmax(P⁻¹H) at which an adaptive method, its P frozen, still contracts: 2/η for AdaGrad, RMSProp and
 * AdaDelta, times 1 + μ with RMSProp's momentum; for Adam's family, whose momentum is an average, 2/η·(1+β₁)/(1−β₁)
 * (Cohen et al. 2022, eq. 3), with the bias correction over.
 *
 * @param {import('../core/settings.js').Settings} settings
 * @param {number} lr η of this step
 * @returns {number} NaN where no formula holds
 */
export function preconditionedLimit({ method, options, sam, groups, clipNorm, clipValue }, lr) {
  const { momentum: mu = 0, beta1, l2, weightDecay } = options;
  if (sam !== null || groups.length > 0 || clipNorm !== null || clipValue !== null || l2 + weightDecay > 0) return NaN;
  switch (method.id) {
    case 'adagrad':
    case 'rmsprop':
    case 'adadelta':
      return (2 * (1 + mu)) / lr;
    case 'adam':
    case 'adamw':
    case 'amsgrad':
    case 'adamax':
      return (2 / lr) * ((1 + beta1) / (1 - beta1));
    default:
      return NaN;
  }
}
