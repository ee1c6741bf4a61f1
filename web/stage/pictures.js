/**
 * The page's figures: which of them a config calls for, and what each is shown of the trace.
 */
import { render } from 'lit-html';
import { lastUpTo, layPlane, planeProblem, planeTrace } from '../experiment/index.js';
import { Boundary } from '../figures/boundary.js';
import { Curve } from '../figures/curve.js';
import { formatNumber } from '../figures/format.js';
import { Landscape } from '../figures/landscape.js';
import { samProbe } from '../lens/probe.js';
import { curveCaption, landscapeReading } from './captions.js';
import { columnOf, curveNames, curvesOf, pictureOf } from './panels.js';

/**
 * @typedef {import('../experiment/config.js').Config} Config
 * @typedef {import('../experiment/trace.js').Trace} Trace
 * @typedef {import('../problems/problem.js').Problem} Problem
 * @typedef {import('./panels.js').CurveName} CurveName
 * @typedef {import('./phrases.js').Say} Say
 *
 * @typedef {object} Shown
 * @property {Config} config
 * @property {Problem} problem
 * @property {Trace} trace
 * @property {boolean} complete
 * @property {number} position
 * @property {number} last
 * @property {readonly number[]} states
 * @property {'light' | 'dark'} theme
 * @property {Say} say
 *
 * @typedef {object} Asks what a reader's hand asks for
 * @property {(start: number[], key: string) => void} pick
 * @property {(position: number) => void} seek
 * @property {(edit: (draft: Config) => void, key?: string | null) => void} edit
 * @property {() => void} redraw
 */

/** Milliseconds for the laying of a plane between two frames. */
const PLANE_SLICE = 6;

export class Pictures {
  #kudari;
  #asks;
  #canvases;
  #landscape;
  /** @type {Boundary | null} */ #boundary = null;
  /** @type {Trace | null} */ #kept = null;
  /** @type {Map<CurveName, { figure: Curve | null, section: HTMLElement }>} */ #curves = new Map();
  #place;
  /** What was shown last. @type {Shown | null} */ #scene = null;
  #turn = 0;
  /** @type {{ trace: Trace, flat: Problem, shown: Trace, share: number } | null} */ #plane = null;
  /** The trace that a plane is being laid through. @type {Trace | null} */ #laying = null;
  /** Where the pointer is: on the axis of the curves, in the plane of the landscape. */
  #pointed = { position: /** @type {number | null} */ (null), point: /** @type {number[] | null} */ (null) };

  /**
   * @param {import('../core/index.js').Kudari} kudari
   * @param {{ landscape: HTMLElement, boundary: HTMLElement, curves: HTMLElement }} places
   * @param {Asks} asks
   */
  constructor(kudari, { landscape, boundary, curves }, asks) {
    this.#kudari = kudari;
    this.#asks = asks;
    this.#canvases = {
      landscape: /** @type {HTMLCanvasElement} */ (landscape),
      boundary: /** @type {HTMLCanvasElement} */ (boundary),
    };
    this.#place = curves;
    this.#landscape = new Landscape(this.#canvases.landscape, {
      pick: (start, how) => asks.pick(start, how === 'dragging' ? 'start' : ''),
      look: (frame) => asks.edit((draft) => void (draft.view.frame = frame), 'frame'),
      point: (point) => this.#point({ point }),
    });
  }

  restyle() {
    this.#landscape.restyle();
    this.#boundary?.restyle();
    for (const { figure } of this.#curves.values()) figure?.restyle();
  }

  dispose() {
    this.#laying = null;
    this.#landscape.dispose();
    this.#boundary?.dispose();
    for (const { figure } of this.#curves.values()) figure?.dispose();
  }

  /** Completes what is drawn bit by bit. */
  finish() {
    if (this.#scene) this.#showCurves(this.#scene, Infinity);
    this.#landscape.finish();
  }

  /** @param {number} factor */
  zoom(factor) {
    this.#landscape.zoom(factor);
  }

  /** The figures as they stand, for a copy of them. */
  get drawings() {
    // They may have been made in another order than that of the page.
    const curves = curveNames.flatMap((name) => {
      const made = this.#curves.get(name);
      return made?.figure && !made.section.hidden ? [{ name, figure: made.figure, section: made.section }] : [];
    });
    return {
      landscape: this.#canvases.landscape.hidden
        ? null
        : { ...this.#landscape.drawing, share: this.#plane?.share ?? null },
      boundary: this.#boundary && !this.#canvases.boundary.hidden ? this.#boundary.drawing : null,
      curves: curves.map(({ name, figure, section }) => ({
        name,
        title: section.querySelector('h2')?.textContent ?? '',
        unit: section.querySelector('.unit')?.getAttribute('title') ?? '',
        ...figure.drawing,
      })),
    };
  }

  /**
   * Which picture stands on the left, and what is said about it.
   *
   * @param {Pick<Shown, 'config' | 'problem' | 'say'>} scene
   * @returns {import('./view.js').Picture}
   */
  left({ config, problem, say }) {
    const both = Boolean(problem.data?.inputDomain && problem.predict && problem.data.classes > 0);
    const wish = pictureOf(config);
    const shown = wish === 'boundary' && !both ? 'landscape' : wish;
    const hint = shown === 'boundary' ? boundaryHint(problem, say) : this.#landscapeHint(problem, say);
    const { point } = this.#pointed;
    const flat = problem.size <= 2 ? problem : this.#plane?.flat;
    const reading = shown === 'landscape' && point && flat ? landscapeReading(flat, point, say) : '';
    return { shown, both, hint, reading };
  }

  /** @param {Shown} latest */
  show(latest) {
    const scene = { ...latest, trace: this.#settled(latest) };
    const { shown } = this.left(scene);
    const { landscape, boundary } = this.#canvases;
    landscape.hidden = shown !== 'landscape';
    boundary.hidden = shown !== 'boundary';
    landscape.setAttribute('aria-label', scene.say('landscapeAlt'));
    boundary.setAttribute('aria-label', scene.say('boundaryAlt'));
    if (shown === 'boundary') (this.#boundary ??= new Boundary(boundary)).show(scene);
    else if (shown === 'landscape') this.#showLandscape(scene);
    // The first frame has enough to do with what stands on the left.
    this.#showCurves(scene, this.#scene || !shown ? 1 : 0);
    this.#scene = scene;
  }

  /** @param {Partial<{ position: number | null, point: number[] | null }>} at */
  #point(at) {
    this.#pointed = { ...this.#pointed, ...at };
    this.#asks.redraw();
  }

  /**
   * A trace that still grows is taken up when it has grown by a good part, or when it is wanted: charts are made anew
   * for a new trace, and nobody sees the difference.
   *
   * @param {Shown} latest
   */
  #settled({ trace, complete, states }) {
    const length = (/** @type {Trace} */ of) => Math.max(...of.runs.map((run) => run.length));
    const kept = this.#kept;
    const same = kept?.config === trace.config;
    const wanted = () => states.some((state, k) => state >= (kept?.runs[k]?.length ?? 0));
    if (!kept || !same || complete || length(trace) > 1.2 * length(kept) || wanted()) this.#kept = trace;
    return /** @type {Trace} */ (this.#kept);
  }

  // ------------------------------------------------------------------------------------------------ the landscape

  /** @param {Problem} problem @param {Say} say */
  #landscapeHint({ size }, say) {
    if (size === 1) return { whole: say('graphHint'), brief: say('graphBrief') };
    if (size === 2) return { whole: say('landscapeHint'), brief: say('landscapeBrief') };
    const plane = this.#plane;
    if (!plane) return { whole: say('planeWaits'), brief: say('planeWaitsBrief') };
    const share = Math.round(100 * plane.share);
    return { whole: say('planeHint', { share }), brief: say('planeBrief', { share }) };
  }

  /** @param {Shown} scene */
  #showLandscape({ config, problem, trace, complete, states }) {
    const { frame } = config.view;
    if (problem.size <= 2) {
      this.#plane = null;
      const probes = trace.runs.map((run, k) => (states[k] < 0 ? null : samProbe(run, states[k])));
      this.#landscape.show({ problem, trace, states, frame, probes: problem.size === 2 ? probes : [] });
      return;
    }
    this.#wantPlane(problem, trace, complete);
    if (!this.#plane || this.#plane.trace.config !== trace.config) return;
    const { flat, shown } = this.#plane;
    const snapshots = states.map((state, k) => (state < 0 ? -1 : lastUpTo(trace.runs[k].snapshots.step, state)));
    this.#landscape.show({ problem: flat, trace: shown, states: snapshots, frame, probes: [] });
  }

  /** @param {Problem} problem @param {Trace} trace @param {boolean} complete */
  #wantPlane(problem, trace, complete) {
    // Of another config the runs are others, even on the same problem.
    if (this.#plane?.trace.config !== trace.config) this.#plane = null;
    // Once there is a good part to see, and again when all is there: each time the contours are surveyed anew.
    const known = this.#plane;
    if (this.#laying === trace || known?.trace === trace || (known && !complete)) return;
    if (this.#laying?.config === trace.config && !complete) return;
    if (!complete && longestSteps(trace).length <= 20) return;
    this.#laying = trace;
    const work = layPlane(this.#kudari, trace, problem.size);
    const goOn = () => {
      // Another trace is wanted by now: its work gives up what it holds.
      if (this.#laying !== trace) return void work.return(null);
      const end = performance.now() + PLANE_SLICE;
      for (;;) {
        const { done, value } = work.next();
        if (done) return this.#takePlane(problem, trace, value);
        if (performance.now() >= end) return void setTimeout(goOn);
      }
    };
    setTimeout(goOn);
  }

  /** @param {Problem} problem @param {Trace} trace @param {import('../experiment/plane.js').Plane | null} plane */
  #takePlane(problem, trace, plane) {
    if (!plane) return this.#asks.redraw();
    const flat = planeProblem(problem, plane);
    const take = () => {
      if (this.#laying !== trace) return;
      this.#plane = { trace, flat, shown: planeTrace(trace, plane), share: plane.share };
      this.#asks.redraw();
    };
    // The plane before stays until the contours of this one are there.
    if (this.#plane) this.#landscape.prepare(flat, take);
    else take();
  }

  // ------------------------------------------------------------------------------------------------ the curves

  /**
   * @param {Shown} scene
   * @param {number} share figures that may be made or given new lines now, each in its turn; all in one frame would hold
   *   the page up
   */
  #showCurves(scene, share) {
    const { config, trace, position, last, say, theme } = scene;
    const { hidden, scales, window, axis } = config.view;
    const shown = curvesOf(config);
    for (const [name, { section }] of this.#curves) section.hidden = !shown.includes(name);
    for (const name of shown) this.#section(name).hidden = false;
    this.#turn += 1;
    for (let turn = 0; turn < shown.length; turn++) {
      const i = (turn + this.#turn) % shown.length;
      const name = shown[i];
      const section = this.#section(name);
      if (share === 0 && !this.#curves.get(name)?.figure) {
        this.#asks.redraw();
        continue;
      }
      const figure = this.#curve(name);
      const pointed = this.#pointed.position;
      const drawn = {
        ...{ trace, position, pointed, axis, window, hidden },
        end: last,
        scale: scales[name],
        numbered: i === shown.length - 1,
        axisName: say(axis === 'evaluations' ? 'evaluation' : 'step'),
      };
      if (share === 0 && figure.isStale(drawn)) {
        figure.move(drawn);
        this.#asks.redraw();
      } else if (figure.show(drawn)) share -= 1;
      section.querySelector('canvas')?.setAttribute('aria-label', say('curveAlt', { name: say(name) }));
      const caption = {
        ...{ name, say, theme, scales: figure.scales, windowed: window !== null && i === 0 },
        unit: unitOf(name, scene),
        reading: pointed === null ? null : { position: pointed, values: figure.readings(pointed) },
        axisName: drawn.axisName,
        edit: this.#asks.edit,
      };
      render(curveCaption(caption), /** @type {HTMLElement} */ (section.querySelector('.caption')));
    }
  }

  /** The place of a figure, made when it is first wanted. @param {CurveName} name */
  #section(name) {
    const known = this.#curves.get(name);
    if (known) return known.section;
    const section = curveSection(name);
    const next = curveNames.slice(curveNames.indexOf(name) + 1).find((each) => this.#curves.has(each));
    this.#place.insertBefore(section, next ? (this.#curves.get(next)?.section ?? null) : null);
    this.#curves.set(name, { section, figure: null });
    return section;
  }

  /** The figure itself, the same. @param {CurveName} name */
  #curve(name) {
    const section = this.#section(name);
    const known = this.#curves.get(name)?.figure;
    if (known) return known;
    const canvas = /** @type {HTMLCanvasElement} */ (section.querySelector('canvas'));
    const figure = new Curve(canvas, columnOf[name], {
      seek: this.#asks.seek,
      point: (position) => this.#point({ position }),
      look: (window) => this.#asks.edit((draft) => void (draft.view.window = window), 'window'),
    });
    this.#curves.set(name, { section, figure });
    return figure;
  }
}

/** @param {Problem} problem @param {Say} say @returns {import('./view.js').Hint} */
const boundaryHint = ({ data }, say) =>
  data?.flipped.length
    ? { whole: say('boundaryHintFlipped'), brief: say('boundaryBriefFlipped') }
    : { whole: say('boundaryHint'), brief: '' };

/** What a curve is measured in. @param {CurveName} name @param {Shown} scene @returns {import('./view.js').Hint} */
function unitOf(name, { config, trace, problem, say }) {
  if (name === 'gradientNorm' || name === 'lr') return { whole: say(`${name}Unit`) };
  if (name === 'loss')
    return problem.data?.testX.length
      ? { whole: say('lossUnitTest'), brief: say('lossBriefTest') }
      : { whole: say('lossUnit') };
  // A thin line is spoken of where there is one: most adaptive methods have no limit on the Hessian itself.
  if (name === 'sharpness' && !trace.runs.some(({ stability }) => stability.some(Number.isFinite)))
    return { whole: say('sharpnessUnitAlone'), brief: 'λmax' };
  const rho = formatNumber(config.measure.samSharpness?.rho ?? 0);
  return { whole: say(`${name}Unit`, { rho }), brief: say(`${name}Brief`, { rho }) };
}

/** The steps of the snapshots of the run that went on longest: others have a part of them. @param {Trace} trace */
const longestSteps = (trace) =>
  trace.runs
    .map(({ snapshots }) => snapshots.step)
    .reduce((most, steps) => (steps.length > most.length ? steps : most));

/** @param {CurveName} name */
function curveSection(name) {
  const make = (/** @type {string} */ tag, /** @type {string} */ className = '') => {
    const element = document.createElement(tag);
    element.className = className;
    return element;
  };
  const section = make('section', 'curve');
  section.id = `curve-${name}`;
  const plot = make('div', 'plot');
  const canvas = make('canvas');
  canvas.setAttribute('role', 'img');
  canvas.tabIndex = 0;
  plot.append(canvas);
  section.append(make('div', 'caption'), plot);
  return section;
}
