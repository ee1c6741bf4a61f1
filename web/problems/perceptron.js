/**
 * A multilayer perceptron's loss, gradient and Hessian-vector product. Everything is allocated at construction.
 *
 * Points are worked on in chunks, so that memory does not grow with their number. A matrix holds one row of a fixed
 * `stride` for each unit, with the points of the chunk side by side: whatever the widths of the layers, the innermost
 * loops run over points, without gaps.
 */

/**
 * @typedef {import('./problem.js').Vector} Vector
 * @typedef {import('./problem.js').MutableVector} MutableVector
 * @typedef {'tanh' | 'softplus' | 'relu'} Activation
 * @typedef {'mse' | 'crossEntropy'} Loss
 *
 * @typedef {object} Samples
 * @property {Float64Array} x count × inputs, point by point
 * @property {Float64Array} targets count × outputs, point by point: real targets, or probabilities of the classes
 * @property {number} count at least 1
 *
 * @typedef {object} Layer
 * @property {number} inputs
 * @property {number} outputs
 * @property {number} weights where in w its matrix [outputs][inputs] begins
 * @property {number} bias where its bias begins
 * @property {number} from where in a matrix of units the rows of its inputs begin
 * @property {number} to where those of its outputs begin
 */

/** Points worked on at once: the default network's matrices then fit a processor's nearest caches. */
const CHUNK = 128;

/** What of a chunk is there already: nothing, the outputs, or the derivatives by all units too. */
const NOTHING = 0;
const OUTPUTS = 1;
const DERIVATIVES = 2;

/**
 * out[row] += Σⱼ weights[at + j·step]·rows[j]. Four at a time: `out` is read and written once for all of them.
 *
 * @param {Float64Array} out
 * @param {number} to beginning of the row in `out`
 * @param {Float64Array} weights
 * @param {number} at
 * @param {number} step
 * @param {Float64Array} rows
 * @param {number} from beginning of the first row
 * @param {number} count of rows
 * @param {number} stride from one row to the next
 * @param {number} n points
 */
function addRows(out, to, weights, at, step, rows, from, count, stride, n) {
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const a = weights[at + j * step];
    const b = weights[at + (j + 1) * step];
    const c = weights[at + (j + 2) * step];
    const d = weights[at + (j + 3) * step];
    const row = from + j * stride;
    for (let p = 0; p < n; p++) {
      out[to + p] +=
        a * rows[row + p] +
        b * rows[row + stride + p] +
        (c * rows[row + 2 * stride + p] + d * rows[row + 3 * stride + p]);
    }
  }
  for (; j < count; j++) {
    const a = weights[at + j * step];
    const row = from + j * stride;
    for (let p = 0; p < n; p++) out[to + p] += a * rows[row + p];
  }
}

/**
 * out[at + j] += row·rows[j], the scalar product over the points.
 *
 * @param {Float64Array} out
 * @param {number} at
 * @param {Float64Array} left
 * @param {number} row beginning of the row in `left`
 * @param {Float64Array} rows
 * @param {number} from beginning of the first row
 * @param {number} count of rows
 * @param {number} stride
 * @param {number} n points
 */
function addProducts(out, at, left, row, rows, from, count, stride, n) {
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const first = from + j * stride;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let p = 0; p < n; p++) {
      const x = left[row + p];
      a += x * rows[first + p];
      b += x * rows[first + stride + p];
      c += x * rows[first + 2 * stride + p];
      d += x * rows[first + 3 * stride + p];
    }
    out[at + j] += a;
    out[at + j + 1] += b;
    out[at + j + 2] += c;
    out[at + j + 3] += d;
  }
  for (; j < count; j++) {
    const first = from + j * stride;
    let a = 0;
    for (let p = 0; p < n; p++) a += left[row + p] * rows[first + p];
    out[at + j] += a;
  }
}

/**
 * How many parameters a network has.
 *
 * @param {readonly number[]} sizes inputs, hidden widths, outputs
 */
export function countParameters(sizes) {
  let total = 0;
  for (let l = 1; l < sizes.length; l++) total += sizes[l] * (sizes[l - 1] + 1);
  return total;
}

/**
 * @param {readonly number[]} sizes
 * @param {number} stride
 * @returns {Layer[]}
 */
function layOut(sizes, stride) {
  let weights = 0;
  let from = 0;
  return sizes.slice(1).map((outputs, l) => {
    const inputs = sizes[l];
    const bias = weights + inputs * outputs;
    const layer = { inputs, outputs, weights, bias, from, to: from + inputs * stride };
    weights = bias + outputs;
    from = layer.to;
    return layer;
  });
}

/**
 * Activation by activation, in place: z → φ(z), with slope ← φ′(z). Written so that NaN stays NaN.
 *
 * @type {Record<Activation, (units: Float64Array, slope: Float64Array, from: number, to: number) => void>}
 */
const activate = {
  tanh(units, slope, from, to) {
    for (let i = from; i < to; i++) {
      const a = Math.tanh(units[i]);
      units[i] = a;
      slope[i] = 1 - a * a;
    }
  },
  softplus(units, slope, from, to) {
    for (let i = from; i < to; i++) {
      const z = units[i];
      const e = Math.exp(-Math.abs(z));
      units[i] = (z < 0 ? 0 : z) + Math.log1p(e);
      slope[i] = (z < 0 ? e : 1) / (1 + e);
    }
  },
  relu(units, slope, from, to) {
    for (let i = from; i < to; i++) {
      const z = units[i];
      units[i] = z <= 0 ? 0 : z;
      slope[i] = z <= 0 ? 0 : 1;
    }
  },
};

/**
 * From E′ = ∂E/∂φ(z), which `errors` holds: errors ← E′·φ′(z), and bend ← E′·φ″(z).
 *
 * @type {Record<Activation, (errors: Float64Array, bend: Float64Array, units: Float64Array, slope: Float64Array,
 *   from: number, to: number) => void>}
 */
const passBack = {
  tanh(errors, bend, units, slope, from, to) {
    for (let i = from; i < to; i++) {
      const error = errors[i] * slope[i];
      errors[i] = error;
      bend[i] = -2 * units[i] * error;
    }
  },
  softplus(errors, bend, _units, slope, from, to) {
    for (let i = from; i < to; i++) {
      const error = errors[i] * slope[i];
      errors[i] = error;
      bend[i] = (1 - slope[i]) * error;
    }
  },
  relu(errors, bend, _units, slope, from, to) {
    for (let i = from; i < to; i++) {
      errors[i] *= slope[i];
      bend[i] = 0;
    }
  },
};

export class Perceptron {
  /** Parameters. */
  size;
  /** Numbers that `outputs` writes. */
  width;
  #layers;
  #last;
  #stride;
  #activation;
  #loss;
  #w;
  #v;
  #sum;
  // One number for each unit and point. `units` are inputs, activations and outputs, `errors` ∂E/∂z; a name with an R
  // is the derivative of the one without along v (Pearlmutter's R-operator). In the output layer `slope` holds the
  // softmax.
  #units;
  #slope;
  #errors;
  #bend;
  #sumsR;
  #unitsR;
  #errorsR;
  /** @type {Samples} */
  #query;
  /** @type {Samples | null} */
  #held = null;
  #heldFrom = 0;
  #stage = NOTHING;

  /**
   * @param {readonly number[]} sizes inputs, widths of the hidden layers, outputs
   * @param {Activation} activation of the hidden layers; the outputs have none
   * @param {Loss} loss mean over the points of ½‖f − y‖², or of the cross-entropy with the softmax of f
   * @param {number} most points that any samples will have
   */
  constructor(sizes, activation, loss, most) {
    this.#stride = Math.min(CHUNK, most);
    this.#layers = layOut(sizes, this.#stride);
    this.#last = this.#layers[this.#layers.length - 1];
    this.#activation = activation;
    this.#loss = loss;
    this.size = countParameters(sizes);
    this.width = this.#last.outputs;
    this.#w = new Float64Array(this.size);
    this.#v = new Float64Array(this.size);
    this.#sum = new Float64Array(this.size);
    const numbers = this.#last.to + this.width * this.#stride;
    this.#units = new Float64Array(numbers);
    this.#slope = new Float64Array(numbers);
    this.#errors = new Float64Array(numbers);
    this.#bend = new Float64Array(numbers);
    this.#sumsR = new Float64Array(numbers);
    this.#unitsR = new Float64Array(numbers);
    this.#errorsR = new Float64Array(numbers);
    this.#query = { x: new Float64Array(sizes[0] * this.#stride), targets: new Float64Array(0), count: 0 };
  }

  /**
   * @param {Vector} w
   * @param {Samples} samples
   */
  loss(w, samples) {
    this.#load(w);
    let sum = 0;
    for (let from = 0; from < samples.count; from += this.#stride) {
      this.#forward(samples, from);
      sum += this.#score(samples, from);
    }
    return sum / samples.count;
  }

  /**
   * @param {Vector} w
   * @param {Samples} samples
   * @param {MutableVector} g filled
   * @returns {number} the loss
   */
  gradient(w, samples, g) {
    this.#load(w);
    const sum = this.#sum.fill(0);
    let loss = 0;
    for (let from = 0; from < samples.count; from += this.#stride) {
      this.#forward(samples, from);
      loss += this.#score(samples, from);
      this.#backward();
      this.#collect(this.#errors, this.#units, this.#pointsFrom(samples, from), true);
    }
    for (let i = 0; i < sum.length; i++) g[i] = sum[i] / samples.count;
    return loss / samples.count;
  }

  /**
   * B. A. Pearlmutter, "Fast exact multiplication by the Hessian", Neural Computation 6 (1994) 147–160.
   *
   * @param {Vector} w
   * @param {Vector} v
   * @param {Samples} samples
   * @param {MutableVector} out filled with H(w)·v
   */
  hessianVector(w, v, samples, out) {
    this.#load(w);
    const direction = this.#v;
    for (let i = 0; i < direction.length; i++) direction[i] = v[i];
    const sum = this.#sum.fill(0);
    for (let from = 0; from < samples.count; from += this.#stride) {
      const n = this.#pointsFrom(samples, from);
      this.#forward(samples, from);
      if (this.#stage < DERIVATIVES) this.#score(samples, from);
      this.#backward();
      this.#forwardR(n);
      this.#scoreR(n);
      this.#backwardR(n);
      this.#collect(this.#errorsR, this.#units, n, true);
      this.#collect(this.#errors, this.#unitsR, n, false);
    }
    for (let i = 0; i < sum.length; i++) out[i] = sum[i] / samples.count;
  }

  /**
   * How many points are given their class: the sign's with one output (1 where it is positive), else the largest's.
   *
   * @param {Vector} w
   * @param {Samples} samples
   * @param {readonly number[]} labels
   */
  hits(w, samples, labels) {
    this.#load(w);
    let hits = 0;
    for (let from = 0; from < samples.count; from += this.#stride) {
      this.#forward(samples, from);
      const n = this.#pointsFrom(samples, from);
      for (let p = 0; p < n; p++) if (this.#decide(p) === labels[from + p]) hits++;
    }
    return hits;
  }

  /**
   * @param {Vector} w
   * @param {Vector} x inputs of one point, or of several, point by point
   * @param {MutableVector} out filled with the network's outputs, point by point
   */
  outputs(w, x, out) {
    this.#load(w);
    const [query, inputs, width] = [this.#query, this.#layers[0].inputs, this.width];
    const count = x.length / inputs;
    for (let from = 0; from < count; from += this.#stride) {
      query.count = Math.min(this.#stride, count - from);
      for (let i = 0; i < query.count * inputs; i++) query.x[i] = x[from * inputs + i];
      this.forget();
      this.#forward(query, 0);
      for (let i = 0; i < query.count * width; i++) {
        out[from * width + i] = this.#units[this.#last.to + (i % width) * this.#stride + Math.floor(i / width)];
      }
    }
  }

  /** To be called when samples have changed: what was computed of them no longer holds. */
  forget() {
    this.#stage = NOTHING;
  }

  /**
   * A Hessian is asked for many products at one w: the outputs of the chunk in hand are kept as long as w stays.
   *
   * @param {Vector} w
   */
  #load(w) {
    const own = this.#w;
    let same = true;
    for (let i = 0; i < own.length; i++) {
      const entry = w[i];
      // NaN equals nothing, and so is always computed anew.
      if (own[i] !== entry) same = false;
      own[i] = entry;
    }
    if (!same) this.#stage = NOTHING;
  }

  /** @param {Samples} samples @param {number} from */
  #pointsFrom(samples, from) {
    return Math.min(this.#stride, samples.count - from);
  }

  /** @param {Samples} samples @param {number} from the chunk's first point */
  #forward(samples, from) {
    if (this.#stage !== NOTHING && this.#held === samples && this.#heldFrom === from) return;
    const n = this.#pointsFrom(samples, from);
    const [units, stride, last] = [this.#units, this.#stride, this.#last];
    const apply = activate[this.#activation];
    this.#enter(samples.x, from, n);
    for (const layer of this.#layers) {
      for (let k = 0; k < layer.outputs; k++) {
        const to = layer.to + k * stride;
        units.fill(this.#w[layer.bias + k], to, to + n);
        addRows(units, to, this.#w, layer.weights + k * layer.inputs, 1, units, layer.from, layer.inputs, stride, n);
        if (layer !== last) apply(units, this.#slope, to, to + n);
      }
    }
    this.#held = samples;
    this.#heldFrom = from;
    this.#stage = OUTPUTS;
  }

  /** Puts the inputs of n points into the first rows. @param {Float64Array} x @param {number} from @param {number} n */
  #enter(x, from, n) {
    const { inputs } = this.#layers[0];
    for (let i = 0; i < inputs; i++) {
      for (let p = 0; p < n; p++) this.#units[i * this.#stride + p] = x[(from + p) * inputs + i];
    }
  }

  /** The chunk's sum of losses; errors of the outputs. @param {Samples} samples @param {number} from */
  #score(samples, from) {
    const n = this.#pointsFrom(samples, from);
    return this.#loss === 'mse'
      ? this.#squares(samples.targets, from * this.width, n)
      : this.#crossEntropy(samples.targets, from * this.width, n);
  }

  /** @param {Float64Array} targets @param {number} at where those of the chunk begin @param {number} n */
  #squares(targets, at, n) {
    const [units, errors, stride, width] = [this.#units, this.#errors, this.#stride, this.width];
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const to = this.#last.to + k * stride;
      for (let p = 0; p < n; p++) {
        const residual = units[to + p] - targets[at + p * width + k];
        errors[to + p] = residual;
        sum += residual * residual;
      }
    }
    return sum / 2;
  }

  /** @param {Float64Array} targets @param {number} at where those of the chunk begin @param {number} n */
  #crossEntropy(targets, at, n) {
    const [units, errors, softmax, stride, width] = [this.#units, this.#errors, this.#slope, this.#stride, this.width];
    let sum = 0;
    for (let p = 0; p < n; p++) {
      const first = this.#last.to + p;
      const end = first + width * stride;
      // Less the largest output no exponential overflows, and one of them is 1.
      let top = units[first];
      for (let i = first; i < end; i += stride) if (units[i] > top) top = units[i];
      let total = 0;
      for (let i = first; i < end; i += stride) total += softmax[i] = Math.exp(units[i] - top);
      const logarithm = Math.log(total);
      for (let i = first, k = at + p * width; i < end; i += stride, k++) {
        softmax[i] /= total;
        errors[i] = softmax[i] - targets[k];
        if (targets[k] !== 0) sum += targets[k] * (logarithm - (units[i] - top));
      }
    }
    return sum;
  }

  /** From the errors of the outputs to those of all units. */
  #backward() {
    if (this.#stage === DERIVATIVES) return;
    const [errors, stride, layers] = [this.#errors, this.#stride, this.#layers];
    const n = this.#pointsFrom(/** @type {Samples} */ (this.#held), this.#heldFrom);
    const apply = passBack[this.#activation];
    for (let l = layers.length - 1; l > 0; l--) {
      const { inputs, outputs, weights, from, to } = layers[l];
      for (let i = 0; i < inputs; i++) {
        const row = from + i * stride;
        errors.fill(0, row, row + n);
        addRows(errors, row, this.#w, weights + i, inputs, errors, to, outputs, stride, n);
        apply(errors, this.#bend, this.#units, this.#slope, row, row + n);
      }
    }
    this.#stage = DERIVATIVES;
  }

  /**
   * Adds errors·unitsᵀ to the sum in hand, layer by layer.
   *
   * @param {Float64Array} errors
   * @param {Float64Array} units
   * @param {number} n
   * @param {boolean} biased whether the biases get theirs: the unit that they weigh, 1, does not depend on w
   */
  #collect(errors, units, n, biased) {
    const [sum, stride] = [this.#sum, this.#stride];
    for (const { inputs, outputs, weights, bias, from, to } of this.#layers) {
      // Nor do the inputs.
      if (!biased && from === 0) continue;
      for (let k = 0; k < outputs; k++) {
        const row = to + k * stride;
        addProducts(sum, weights + k * inputs, errors, row, units, from, inputs, stride, n);
        if (biased) for (let p = 0; p < n; p++) sum[bias + k] += errors[row + p];
      }
    }
  }

  /** @param {number} n */
  #forwardR(n) {
    const [w, v, units, slope, stride] = [this.#w, this.#v, this.#units, this.#slope, this.#stride];
    const [sumsR, unitsR] = [this.#sumsR, this.#unitsR];
    for (const layer of this.#layers) {
      const { inputs, outputs, from } = layer;
      for (let k = 0; k < outputs; k++) {
        const to = layer.to + k * stride;
        const at = layer.weights + k * inputs;
        sumsR.fill(v[layer.bias + k], to, to + n);
        addRows(sumsR, to, v, at, 1, units, from, inputs, stride, n);
        if (from > 0) addRows(sumsR, to, w, at, 1, unitsR, from, inputs, stride, n);
        if (layer !== this.#last) for (let i = to; i < to + n; i++) unitsR[i] = slope[i] * sumsR[i];
      }
    }
  }

  /** errorsR of the outputs: the loss's own Hessian, times the derivative of the outputs. @param {number} n */
  #scoreR(n) {
    const [sumsR, errorsR, softmax, stride] = [this.#sumsR, this.#errorsR, this.#slope, this.#stride];
    const squares = this.#loss === 'mse';
    for (let p = 0; p < n; p++) {
      const first = this.#last.to + p;
      const end = first + this.width * stride;
      let mean = 0;
      if (!squares) for (let i = first; i < end; i += stride) mean += softmax[i] * sumsR[i];
      for (let i = first; i < end; i += stride) errorsR[i] = squares ? sumsR[i] : softmax[i] * (sumsR[i] - mean);
    }
  }

  /** @param {number} n */
  #backwardR(n) {
    const [w, v, errors, slope, bend, stride] = [this.#w, this.#v, this.#errors, this.#slope, this.#bend, this.#stride];
    const [sumsR, errorsR, layers] = [this.#sumsR, this.#errorsR, this.#layers];
    for (let l = layers.length - 1; l > 0; l--) {
      const { inputs, outputs, weights, from, to } = layers[l];
      for (let k = 0; k < inputs; k++) {
        const row = from + k * stride;
        errorsR.fill(0, row, row + n);
        addRows(errorsR, row, v, weights + k, inputs, errors, to, outputs, stride, n);
        addRows(errorsR, row, w, weights + k, inputs, errorsR, to, outputs, stride, n);
        for (let i = row; i < row + n; i++) errorsR[i] = bend[i] * sumsR[i] + slope[i] * errorsR[i];
      }
    }
  }

  /** The class of the chunk's point p. @param {number} p */
  #decide(p) {
    const [units, first] = [this.#units, this.#last.to + p];
    if (this.width === 1) return units[first] > 0 ? 1 : 0;
    let best = 0;
    for (let k = 1; k < this.width; k++) {
      if (units[first + k * this.#stride] > units[first + best * this.#stride]) best = k;
    }
    return best;
  }
}
