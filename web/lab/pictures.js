/**
 * The page's figures: which of them a config calls for, and what each is shown of the trace.
 */
import { planeProblem, planeTrace, principalPlane } from '../experiment/index.js';
import { Boundary, lastUpTo } from '../figures/boundary.js';
import { Curve } from '../figures/curve.js';
import { formatNumber } from '../figures/format.js';
import { Landscape } from '../figures/landscape.js';

/**
 * @typedef {import('../experiment/config.js').Config} Config
 * @typedef {import('../experiment/trace.js').Trace} Trace
 * @typedef {import('../problems/problem.js').Problem} Problem
 * @typedef {ReturnType<typeof import('./strings.js').translator>} Say
 *
 * @typedef {object} Shown
 * @property {Config} config
 * @property {Problem} problem
 * @property {Trace} trace
 * @property {boolean} complete
 * @property {number} step
 * @property {Say} say
 */

/** The curves in the order of the page: a panel's name, and its column of the trace. */
const curves = /** @type {const} */ ([
  ['loss', 'loss'],
  ['sharpness', 'sharpness'],
  ['preconditioned', 'preconditioned'],
  ['samSharpness', 'samSharpness'],
  ['accuracy', 'testAccuracy'],
  ['gradientNorm', 'gradientNorm'],
  ['lr', 'lr'],
]);

/** @typedef {(typeof curves)[number][0]} CurveName */

export class Pictures {
  #kudari;
  #landscape;
  #boundary;
  /** @type {Trace | null} */ #kept = null;
  /** @type {Map<CurveName, { figure: Curve, section: HTMLElement }>} */ #curves = new Map();
  /** @type {{ trace: Trace, flat: Problem, shown: Trace, share: number } | null} */ #plane = null;

  /**
   * @param {import('../core/index.js').Kudari} kudari
   * @param {{ landscape: HTMLElement, boundary: HTMLElement, curves: HTMLElement }} places
   * @param {{ pick: (start: number[]) => void, seek: (step: number) => void }} asks
   */
  constructor(kudari, { landscape, boundary, curves: place }, { pick, seek }) {
    this.#kudari = kudari;
    this.canvases = { landscape, boundary };
    this.#landscape = new Landscape(/** @type {HTMLCanvasElement} */ (landscape), pick);
    this.#boundary = new Boundary(/** @type {HTMLCanvasElement} */ (boundary));
    for (const [name, column] of curves) {
      const section = curveSection(name);
      place.append(section);
      const canvas = /** @type {HTMLCanvasElement} */ (section.querySelector('canvas'));
      this.#curves.set(name, { section, figure: new Curve(canvas, column, seek) });
    }
  }

  restyle() {
    this.#landscape.restyle();
    this.#boundary.restyle();
    for (const { figure } of this.#curves.values()) figure.restyle();
  }

  /**
   * Which picture stands on the left, and what is said about it.
   *
   * @param {Pick<Shown, 'config' | 'problem' | 'say'>} scene
   */
  left({ config, problem, say }) {
    const both = Boolean(problem.data?.inputDomain && problem.predict && problem.data.classes > 0);
    const wish = config.view.panels.find((panel) => panel === 'landscape' || panel === 'boundary');
    const shown = both && wish === 'boundary' ? /** @type {const} */ ('boundary') : /** @type {const} */ ('landscape');
    return { shown, both, hint: shown === 'boundary' ? say('boundaryHint') : this.#landscapeHint(problem, say) };
  }

  /** @param {Shown} latest */
  show(latest) {
    const scene = { ...latest, trace: this.#settled(latest) };
    const { shown } = this.left(scene);
    this.canvases.landscape.hidden = shown !== 'landscape';
    this.canvases.boundary.hidden = shown !== 'boundary';
    this.canvases.landscape.setAttribute('aria-label', scene.say('landscapeAlt'));
    this.canvases.boundary.setAttribute('aria-label', scene.say('boundaryAlt'));
    if (shown === 'boundary') this.#boundary.show(scene);
    else this.#showLandscape(scene);
    this.#showCurves(scene);
  }

  /**
   * A trace that still grows is taken up when it has grown by a good part, or when it is wanted: charts are made anew
   * for a new trace, and nobody sees the difference.
   *
   * @param {Shown} latest
   */
  #settled({ trace, complete, step }) {
    const length = (/** @type {Trace} */ of) => Math.max(...of.runs.map((run) => run.length));
    const kept = this.#kept;
    const same = kept?.config === trace.config;
    if (!kept || !same || complete || length(trace) > 1.2 * length(kept) || step >= length(kept)) this.#kept = trace;
    return /** @type {Trace} */ (this.#kept);
  }

  /** @param {Problem} problem @param {Say} say */
  #landscapeHint({ size }, say) {
    if (size <= 2) return say('landscapeHint');
    const plane = this.#plane;
    return plane ? say('planeHint', { share: Math.round(100 * plane.share) }) : say('planeWaits');
  }

  /** @param {Shown} scene */
  #showLandscape({ problem, trace, complete, step }) {
    if (problem.size <= 2) {
      this.#plane = null;
      this.#landscape.show({ problem, trace, step });
      return;
    }
    this.#layPlane(problem, trace, complete);
    if (!this.#plane) return;
    const { flat, shown } = this.#plane;
    this.#landscape.show({ problem: flat, trace: shown, step: lastUpTo(longestSteps(trace), step) });
  }

  /** @param {Problem} problem @param {Trace} trace @param {boolean} complete */
  #layPlane(problem, trace, complete) {
    // Of another config the runs are others, even on the same problem.
    const known = this.#plane?.trace.config === trace.config ? this.#plane : null;
    // Once there is a good part to see, and again when all is there: each time the contours are surveyed anew.
    if (known && (known.trace === trace || !complete)) return;
    const enough = complete || longestSteps(trace).length > 20;
    const plane = enough ? principalPlane(this.#kudari, trace, problem.size) : null;
    this.#plane = plane && {
      trace,
      flat: planeProblem(problem, plane),
      shown: planeTrace(trace, plane),
      share: plane.share,
    };
  }

  /** @param {Shown} scene */
  #showCurves({ config, problem, trace, step, say }) {
    const shown = [...this.#curves.keys()].filter(
      (name) => config.view.panels.includes(name) && isMeasured(name, config),
    );
    for (const [name, { figure, section }] of this.#curves) {
      section.hidden = !shown.includes(name);
      if (section.hidden) continue;
      const rho = formatNumber(config.measure.samSharpness?.rho ?? 0);
      const unit =
        name === 'loss' && problem.data?.testX.length ? 'lossUnitTest' : /** @type {const} */ (`${name}Unit`);
      /** @type {HTMLElement} */ (section.querySelector('h2')).textContent = say(name);
      /** @type {HTMLElement} */ (section.querySelector('.unit')).textContent = say(unit, { rho });
      section.querySelector('canvas')?.setAttribute('aria-label', say('curveAlt', { name: say(name) }));
      figure.show({ trace, step, numbered: name === shown.at(-1) });
    }
  }
}

/** The steps of the snapshots of the run that went on longest: others have a part of them. @param {Trace} trace */
const longestSteps = (trace) =>
  trace.runs
    .map(({ snapshots }) => snapshots.step)
    .reduce((most, steps) => (steps.length > most.length ? steps : most));

/** @param {CurveName} name @param {Config} config */
function isMeasured(name, { measure }) {
  if (name === 'sharpness' || name === 'preconditioned' || name === 'accuracy') return measure[name] > 0;
  return name !== 'samSharpness' || measure.samSharpness !== null;
}

/** @param {CurveName} name */
function curveSection(name) {
  const make = (/** @type {string} */ tag, /** @type {string} */ className = '') => {
    const element = document.createElement(tag);
    element.className = className;
    return element;
  };
  const section = make('section', 'curve');
  section.id = `curve-${name}`;
  const caption = make('div', 'caption');
  caption.append(make('h2'), make('span', 'unit'));
  const plot = make('div', 'plot');
  const canvas = make('canvas');
  canvas.setAttribute('role', 'img');
  plot.append(canvas);
  section.append(caption, plot);
  section.hidden = true;
  return section;
}
