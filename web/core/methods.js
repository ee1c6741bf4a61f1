/**
 * The table of methods. A row is all that JavaScript knows of an optimizer: its kernel in C, the vectors it keeps, the
 * options it takes. Validation, the page's controls, the URL, the documentation and the tests follow from it.
 *
 * @typedef {import('../check/check.js').OptionSpec} OptionSpec
 */

/**
 * @typedef {object} Slot a vector of state, as long as the parameters
 * @property {string} name as in `optimizer.slots` and in a saved state
 * @property {string} [start] the option that holds its initial value; 0 without
 * @property {string} [when] the option that must be true or positive for the slot to be there
 */

/**
 * @typedef {'sgd' | 'momentum' | 'nesterov' | 'adagrad' | 'rmsprop' | 'adadelta' | 'adam' | 'adamw' | 'amsgrad'} Classic
 * @typedef {Classic | 'radam' | 'adabound' | 'amsbound' | 'nadam' | 'adamax' | 'lion'} MethodId a method of the table
 */

/**
 * @typedef {object} Method a row of the table
 * @property {string} id what `kudari.optimizer` takes
 * @property {string} name as people write it
 * @property {string} kernel the function in c/: kudari_<kernel>_f32 and _f64
 * @property {readonly Slot[]} slots in the order of the kernel's arguments
 * @property {readonly string[]} scalars what the kernel takes after the slots: options, `baseLr`, NAdam's momenta
 * @property {Readonly<Record<string, OptionSpec>>} options with the textbook's defaults
 * @property {Readonly<Record<string, number | boolean>>} pytorch defaults of PyTorch where they differ
 * @property {string} formula the update in TeX
 * @property {string} source the paper
 * @property {string} torch the PyTorch call that it equals, or ''
 */
import { describe } from '../check/check.js';

/** @type {(value: number) => OptionSpec} */
const lr = (value) => ({
  default: value,
  min: 0,
  meaning: 'learning rate: a number, a schedule, or a function of the step index',
});
/** @type {(value: number, meaning: string) => OptionSpec} */
const share = (value, meaning) => ({ default: value, min: 0, below: 1, meaning });
/** @type {(value: number, meaning: string) => OptionSpec} */
const positive = (value, meaning) => ({ default: value, above: 0, meaning });
/** @type {(value: number, meaning: string) => OptionSpec} */
const nonNegative = (value, meaning) => ({ default: value, min: 0, meaning });

const momentum = share(0.9, 'share of the velocity kept from step to step');
/** @type {(value: number) => OptionSpec} */
const gamma = (value) => share(value, 'share of the moving average of squared gradients kept from step to step');
const beta1 = share(0.9, 'share of the first moment kept from step to step');
const beta2 = share(0.999, 'share of the second moment kept from step to step');
/** @type {(value: number) => OptionSpec} */
const eps = (value) => nonNegative(value, 'stabiliser added outside the square root');
/** @type {(value: number) => OptionSpec} */
const epsRoot = (value) => nonNegative(value, 'stabiliser added inside the square root');
const l2 = nonNegative(0, 'adds l2 · w to the gradient');
/** @type {(value?: number) => OptionSpec} */
const weightDecay = (value = 0) => nonNegative(value, 'decoupled decay: w shrinks by the factor 1 − lr · weightDecay');
const decay = { l2, weightDecay: weightDecay() };
const finalLr = positive(0.1, 'the rate on which both bounds close');
const bound = positive(1e-3, 'speed at which the bounds close');

const [m, v, vMax] = [{ name: 'm' }, { name: 'v' }, { name: 'vMax' }];
const adamScalars = ['lr', 'beta1', 'beta2', 'eps', 'epsRoot', 'l2', 'weightDecay'];
const boundScalars = ['lr', 'baseLr', 'beta1', 'beta2', 'finalLr', 'gamma', 'eps', 'l2', 'weightDecay'];

/** @type {Method[]} */
const table = [
  {
    id: 'sgd',
    name: 'SGD',
    kernel: 'sgd',
    slots: [],
    scalars: ['lr', 'l2', 'weightDecay'],
    options: { lr: lr(0.01), ...decay },
    pytorch: { lr: 1e-3 },
    formula: String.raw`\Delta w = -\epsilon\, g`,
    source: 'Robbins & Monro 1951',
    torch: 'torch.optim.SGD',
  },
  {
    id: 'momentum',
    name: 'Momentum',
    kernel: 'momentum',
    slots: [v],
    scalars: ['lr', 'momentum', 'dampening', 'l2', 'weightDecay'],
    options: {
      lr: lr(0.01),
      momentum,
      dampening: {
        default: 0,
        min: 0,
        max: 1,
        meaning: 'the gradient enters the velocity times 1 − dampening, after the first step',
      },
      ...decay,
    },
    pytorch: { lr: 1e-3 },
    formula: String.raw`v \leftarrow \mu v + (1-d)\,g,\quad \Delta w = -\epsilon\, v`,
    source: 'Polyak 1964; Sutskever et al. 2013',
    torch: 'torch.optim.SGD(momentum)',
  },
  {
    id: 'nesterov',
    name: 'Nesterov',
    kernel: 'nesterov',
    slots: [v],
    scalars: ['lr', 'momentum', 'l2', 'weightDecay'],
    options: { lr: lr(0.01), momentum, ...decay },
    pytorch: { lr: 1e-3 },
    formula: String.raw`v \leftarrow \mu v + g,\quad \Delta w = -\epsilon\,(g + \mu v)`,
    source: 'Nesterov 1983; Sutskever et al. 2013',
    torch: 'torch.optim.SGD(momentum, nesterov=True)',
  },
  {
    id: 'adagrad',
    name: 'AdaGrad',
    kernel: 'adagrad',
    slots: [{ name: 's', start: 'initialAccumulator' }],
    scalars: ['lr', 'eps', 'epsRoot', 'l2', 'weightDecay'],
    options: {
      lr: lr(0.01),
      eps: eps(0),
      epsRoot: epsRoot(1e-8),
      initialAccumulator: nonNegative(0, 'value at which the sum of squared gradients starts'),
      ...decay,
    },
    pytorch: { eps: 1e-10, epsRoot: 0 },
    formula: String.raw`s \leftarrow s + g^2,\quad \Delta w = -\frac{\epsilon}{\sqrt{s + \varepsilon}}\, g`,
    source: 'Duchi, Hazan & Singer 2011',
    torch: 'torch.optim.Adagrad',
  },
  {
    id: 'rmsprop',
    name: 'RMSProp',
    kernel: 'rmsprop',
    slots: [{ name: 's' }, { name: 'mean', when: 'centered' }, { name: 'v', when: 'momentum' }],
    scalars: ['lr', 'gamma', 'momentum', 'eps', 'epsRoot', 'l2', 'weightDecay'],
    options: {
      lr: lr(0.001),
      gamma: gamma(0.9),
      momentum: { ...momentum, default: 0 },
      centered: {
        default: false,
        meaning: 'divide by the standard deviation of the gradient instead of its root mean square',
      },
      eps: eps(0),
      epsRoot: epsRoot(1e-8),
      ...decay,
    },
    pytorch: { lr: 0.01, gamma: 0.99, eps: 1e-8, epsRoot: 0 },
    formula: String.raw`s \leftarrow \gamma s + (1-\gamma)\,g^2,\quad \Delta w = -\frac{\epsilon}{\sqrt{s + \varepsilon}}\, g`,
    source: 'Tieleman & Hinton 2012; centered: Graves 2013',
    torch: 'torch.optim.RMSprop',
  },
  {
    id: 'adadelta',
    name: 'AdaDelta',
    kernel: 'adadelta',
    slots: [{ name: 's' }, { name: 'u' }],
    scalars: ['lr', 'gamma', 'epsRoot', 'l2', 'weightDecay'],
    options: { lr: lr(1), gamma: gamma(0.9), epsRoot: epsRoot(1e-6), ...decay },
    pytorch: {},
    formula: String.raw`\Delta w = -\frac{\sqrt{u + \varepsilon}}{\sqrt{s + \varepsilon}}\, g,\quad u \leftarrow \gamma u + (1-\gamma)\,\Delta w^2`,
    source: 'Zeiler 2012',
    torch: 'torch.optim.Adadelta',
  },
  {
    id: 'adam',
    name: 'Adam',
    kernel: 'adam',
    slots: [m, v],
    scalars: adamScalars,
    options: { lr: lr(1e-3), beta1, beta2, eps: eps(1e-8), epsRoot: epsRoot(0), ...decay },
    pytorch: {},
    formula: String.raw`\Delta w = -\frac{\epsilon}{\sqrt{\hat v} + \varepsilon}\,\hat m`,
    source: 'Kingma & Ba 2015',
    torch: 'torch.optim.Adam',
  },
  {
    id: 'adamw',
    name: 'AdamW',
    kernel: 'adam',
    slots: [m, v],
    scalars: adamScalars,
    options: { lr: lr(1e-3), beta1, beta2, eps: eps(1e-8), epsRoot: epsRoot(0), l2, weightDecay: weightDecay(0.01) },
    pytorch: {},
    formula: String.raw`\Delta w = -\frac{\epsilon}{\sqrt{\hat v} + \varepsilon}\,\hat m - \epsilon\lambda w`,
    source: 'Loshchilov & Hutter 2019',
    torch: 'torch.optim.AdamW',
  },
  {
    id: 'amsgrad',
    name: 'AMSGrad',
    kernel: 'amsgrad',
    slots: [m, v, vMax],
    scalars: adamScalars,
    options: { lr: lr(1e-3), beta1, beta2, eps: eps(1e-8), epsRoot: epsRoot(0), ...decay },
    pytorch: {},
    formula: String.raw`v_{\max} \leftarrow \max(v_{\max}, v),\quad \Delta w = -\frac{\epsilon}{\sqrt{\hat v_{\max}} + \varepsilon}\,\hat m`,
    source: 'Reddi, Kale & Kumar 2018',
    torch: 'torch.optim.Adam(amsgrad=True), AdamW(amsgrad=True)',
  },
  {
    id: 'radam',
    name: 'RAdam',
    kernel: 'radam',
    slots: [m, v],
    scalars: ['lr', 'beta1', 'beta2', 'eps', 'l2', 'weightDecay'],
    options: { lr: lr(1e-3), beta1, beta2, eps: eps(1e-8), ...decay },
    pytorch: {},
    formula: String.raw`\Delta w = -\epsilon\,\hat m\, r_t \frac{\sqrt{1-\beta_2^t}}{\sqrt v + \varepsilon}\ (\rho_t > 5),\quad \Delta w = -\epsilon\,\hat m\ (\rho_t \le 5)`,
    source: 'Liu et al. 2020',
    torch: 'torch.optim.RAdam',
  },
  {
    id: 'adabound',
    name: 'AdaBound',
    kernel: 'adabound',
    slots: [m, v],
    scalars: boundScalars,
    options: { lr: lr(1e-3), beta1, beta2, finalLr, gamma: bound, eps: eps(1e-8), ...decay },
    pytorch: {},
    formula: String.raw`\Delta w = -\operatorname{clamp}\!\left(\frac{\epsilon\sqrt{1-\beta_2^t}/(1-\beta_1^t)}{\sqrt v + \varepsilon},\, l_t,\, u_t\right) m`,
    source: 'Luo et al. 2019',
    torch: '',
  },
  {
    id: 'amsbound',
    name: 'AMSBound',
    kernel: 'amsbound',
    slots: [m, v, vMax],
    scalars: boundScalars,
    options: { lr: lr(1e-3), beta1, beta2, finalLr, gamma: bound, eps: eps(1e-8), ...decay },
    pytorch: {},
    formula: String.raw`\Delta w = -\operatorname{clamp}\!\left(\frac{\epsilon\sqrt{1-\beta_2^t}/(1-\beta_1^t)}{\sqrt{v_{\max}} + \varepsilon},\, l_t,\, u_t\right) m`,
    source: 'Luo et al. 2019',
    torch: '',
  },
  {
    id: 'nadam',
    name: 'NAdam',
    kernel: 'nadam',
    slots: [m, v],
    scalars: ['mu', 'muNext', 'muProduct', 'lr', 'beta1', 'beta2', 'eps', 'l2', 'weightDecay'],
    options: {
      lr: lr(2e-3),
      beta1,
      beta2,
      momentumDecay: nonNegative(4e-3, 'speed at which the look-ahead momentum grows towards beta1'),
      eps: eps(1e-8),
      ...decay,
    },
    pytorch: {},
    formula: String.raw`\Delta w = -\frac{\epsilon}{\sqrt{\hat v} + \varepsilon}\left(\frac{(1-\mu_t)\,g}{1-\prod_{i\le t}\mu_i} + \frac{\mu_{t+1}\,m}{1-\prod_{i\le t+1}\mu_i}\right)`,
    source: 'Dozat 2016',
    torch: 'torch.optim.NAdam',
  },
  {
    id: 'adamax',
    name: 'AdaMax',
    kernel: 'adamax',
    slots: [m, { name: 'u' }],
    scalars: ['lr', 'beta1', 'beta2', 'eps', 'l2', 'weightDecay'],
    options: { lr: lr(2e-3), beta1, beta2, eps: eps(1e-8), ...decay },
    pytorch: {},
    formula: String.raw`u \leftarrow \max(\beta_2 u,\, |g| + \varepsilon),\quad \Delta w = -\epsilon\,\frac{\hat m}{u}`,
    source: 'Kingma & Ba 2015',
    torch: 'torch.optim.Adamax',
  },
  {
    id: 'lion',
    name: 'Lion',
    kernel: 'lion',
    slots: [m],
    scalars: ['lr', 'beta1', 'beta2', 'l2', 'weightDecay'],
    options: { lr: lr(1e-4), beta1, beta2: { ...beta2, default: 0.99 }, ...decay },
    pytorch: {},
    formula: String.raw`\Delta w = -\epsilon\left(\operatorname{sign}(\beta_1 m + (1-\beta_1)\,g) + \lambda w\right),\quad m \leftarrow \beta_2 m + (1-\beta_2)\,g`,
    source: 'Chen et al. 2023',
    torch: '',
  },
];

/** @param {any} value @returns {any} */
function deepFreeze(value) {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

/** The table of methods, in the order of the lecture; frozen. @type {readonly Readonly<Method>[]} */
export const methods = deepFreeze(table);

/**
 * @param {unknown} id
 * @returns {Readonly<Method>}
 * @throws {RangeError} listing the methods there are
 */
export function findMethod(id) {
  const method = methods.find((row) => row.id === id);
  if (!method) throw new RangeError(`no method ${describe(id)}; there are ${methods.map((row) => row.id).join(', ')}`);
  return method;
}
