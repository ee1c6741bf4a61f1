/**
 * Every method as a loop in plain JavaScript: what a programmer would write without kudari, with what does not change in
 * the loop taken out of it, and without the options that are off by default. (`Math.fround` around the operations, which
 * would permit single precision, is slower.) tests/plain.test.js holds each against kudari's.
 *
 * @typedef {Float32Array | Float64Array} Vector
 *
 * @typedef {object} Common
 * @property {Vector} w parameters
 * @property {Vector} g gradient
 * @property {number} t number of this update, counting from 1
 * @property {number} product NAdam's, of its momenta
 *
 * @typedef {Common & Record<string, any>} State and the vectors that the table of methods calls slots
 *
 * @typedef {Record<string, any>} Options by name, as in the table of methods
 */

/** @type {Record<string, (state: State, options: Options) => void>} */
export const plain = {
  sgd({ w, g }, { lr }) {
    for (let i = 0; i < w.length; i++) w[i] -= lr * g[i];
  },

  momentum({ w, g, v }, { lr, momentum }) {
    for (let i = 0; i < w.length; i++) {
      const vi = momentum * v[i] + g[i];
      v[i] = vi;
      w[i] -= lr * vi;
    }
  },

  nesterov({ w, g, v }, { lr, momentum }) {
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const vi = momentum * v[i] + gi;
      v[i] = vi;
      w[i] -= lr * (gi + momentum * vi);
    }
  },

  adagrad({ w, g, s }, { lr, epsRoot }) {
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const si = s[i] + gi * gi;
      s[i] = si;
      w[i] -= (lr * gi) / Math.sqrt(si + epsRoot);
    }
  },

  rmsprop({ w, g, s }, { lr, gamma, epsRoot }) {
    const gain = 1 - gamma;
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const si = gamma * s[i] + gain * gi * gi;
      s[i] = si;
      w[i] -= (lr * gi) / Math.sqrt(si + epsRoot);
    }
  },

  adadelta({ w, g, s, u }, { lr, gamma, epsRoot }) {
    const gain = 1 - gamma;
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const si = gamma * s[i] + gain * gi * gi;
      s[i] = si;
      const step = (Math.sqrt(u[i] + epsRoot) / Math.sqrt(si + epsRoot)) * gi;
      u[i] = gamma * u[i] + gain * step * step;
      w[i] -= lr * step;
    }
  },

  adam({ w, g, m, v, t }, { lr, beta1, beta2, eps }) {
    const [gain1, gain2] = [1 - beta1, 1 - beta2];
    const rate = lr / (1 - beta1 ** t);
    const correction = 1 / (1 - beta2 ** t);
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const mi = beta1 * m[i] + gain1 * gi;
      const vi = beta2 * v[i] + gain2 * gi * gi;
      m[i] = mi;
      v[i] = vi;
      w[i] -= (rate * mi) / (Math.sqrt(vi * correction) + eps);
    }
  },

  adamw({ w, g, m, v, t }, { lr, beta1, beta2, eps, weightDecay }) {
    const [gain1, gain2] = [1 - beta1, 1 - beta2];
    const rate = lr / (1 - beta1 ** t);
    const correction = 1 / (1 - beta2 ** t);
    const keep = 1 - lr * weightDecay;
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const mi = beta1 * m[i] + gain1 * gi;
      const vi = beta2 * v[i] + gain2 * gi * gi;
      m[i] = mi;
      v[i] = vi;
      w[i] = keep * w[i] - (rate * mi) / (Math.sqrt(vi * correction) + eps);
    }
  },

  amsgrad({ w, g, m, v, vMax, t }, { lr, beta1, beta2, eps }) {
    const [gain1, gain2] = [1 - beta1, 1 - beta2];
    const rate = lr / (1 - beta1 ** t);
    const correction = 1 / (1 - beta2 ** t);
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const mi = beta1 * m[i] + gain1 * gi;
      const vi = beta2 * v[i] + gain2 * gi * gi;
      const most = Math.max(vMax[i], vi);
      m[i] = mi;
      v[i] = vi;
      vMax[i] = most;
      w[i] -= (rate * mi) / (Math.sqrt(most * correction) + eps);
    }
  },

  radam({ w, g, m, v, t }, { lr, beta1, beta2, eps }) {
    const [gain1, gain2] = [1 - beta1, 1 - beta2];
    const faded = beta2 ** t;
    const end = 2 / gain2 - 1;
    const rho = end - (2 * t * faded) / (1 - faded);
    const adaptive = rho > 5;
    const r = adaptive ? Math.sqrt(((rho - 4) * (rho - 2) * end) / ((end - 4) * (end - 2) * rho)) : 1;
    const rate = (lr / (1 - beta1 ** t)) * r * (adaptive ? Math.sqrt(1 - faded) : 1);
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const mi = beta1 * m[i] + gain1 * gi;
      const vi = beta2 * v[i] + gain2 * gi * gi;
      m[i] = mi;
      v[i] = vi;
      w[i] -= adaptive ? (rate * mi) / (Math.sqrt(vi) + eps) : rate * mi;
    }
  },

  adabound({ w, g, m, v, t }, { lr, beta1, beta2, finalLr, gamma, eps }) {
    const [gain1, gain2] = [1 - beta1, 1 - beta2];
    const rate = (lr * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
    const [low, high] = [finalLr * (1 - 1 / (gamma * t + 1)), finalLr * (1 + 1 / (gamma * t))];
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const mi = beta1 * m[i] + gain1 * gi;
      const vi = beta2 * v[i] + gain2 * gi * gi;
      m[i] = mi;
      v[i] = vi;
      w[i] -= Math.min(Math.max(rate / (Math.sqrt(vi) + eps), low), high) * mi;
    }
  },

  amsbound({ w, g, m, v, vMax, t }, { lr, beta1, beta2, finalLr, gamma, eps }) {
    const [gain1, gain2] = [1 - beta1, 1 - beta2];
    const rate = (lr * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
    const [low, high] = [finalLr * (1 - 1 / (gamma * t + 1)), finalLr * (1 + 1 / (gamma * t))];
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const mi = beta1 * m[i] + gain1 * gi;
      const vi = beta2 * v[i] + gain2 * gi * gi;
      const most = Math.max(vMax[i], vi);
      m[i] = mi;
      v[i] = vi;
      vMax[i] = most;
      w[i] -= Math.min(Math.max(rate / (Math.sqrt(most) + eps), low), high) * mi;
    }
  },

  nadam(state, { lr, beta1, beta2, momentumDecay, eps }) {
    const { w, g, m, v, t } = state;
    const [gain1, gain2] = [1 - beta1, 1 - beta2];
    const mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
    const next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentumDecay));
    state.product *= mu;
    const gradientRate = (lr * (1 - mu)) / (1 - state.product);
    const momentRate = (lr * next) / (1 - state.product * next);
    const correction = 1 / (1 - beta2 ** t);
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const mi = beta1 * m[i] + gain1 * gi;
      const vi = beta2 * v[i] + gain2 * gi * gi;
      m[i] = mi;
      v[i] = vi;
      w[i] -= (gradientRate * gi + momentRate * mi) / (Math.sqrt(vi * correction) + eps);
    }
  },

  adamax({ w, g, m, u, t }, { lr, beta1, beta2, eps }) {
    const gain1 = 1 - beta1;
    const rate = lr / (1 - beta1 ** t);
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const mi = beta1 * m[i] + gain1 * gi;
      const ui = Math.max(beta2 * u[i], Math.abs(gi) + eps);
      m[i] = mi;
      u[i] = ui;
      w[i] -= (rate * mi) / ui;
    }
  },

  lion({ w, g, m }, { lr, beta1, beta2 }) {
    const [gain1, gain2] = [1 - beta1, 1 - beta2];
    for (let i = 0; i < w.length; i++) {
      const gi = g[i];
      const mi = m[i];
      const c = beta1 * mi + gain1 * gi;
      // `Math.sign` branches: four times slower where there are more signs than the processor can remember.
      w[i] -= lr * (Number(c > 0) - Number(c < 0));
      m[i] = beta2 * mi + gain2 * gi;
    }
  },
};
