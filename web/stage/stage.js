/**
 * An experiment on display: computes it, plays it, and draws its figures. The page and the element in other pages are
 * built around it.
 */
import { makeProblem, positionsOf, stateAt } from '../experiment/index.js';
import { Pictures } from './pictures.js';
import { Player } from './player.js';
import { Runner } from './runner.js';

/**
 * @typedef {import('../experiment/config.js').Config} Config
 * @typedef {import('../experiment/trace.js').Trace} Trace
 * @typedef {import('./view.js').StageView} StageView
 *
 * @typedef {object} Setting what the stage stands in
 * @property {{ landscape: HTMLCanvasElement, boundary: HTMLCanvasElement, curves: HTMLElement }} places
 * @property {(edit: (draft: Config) => void, key?: string | null) => void} edit what a hand on a figure asks for
 * @property {() => void} changed there is something new to draw
 * @property {(trace: Trace, complete: boolean) => void} [grown] the trace has grown
 */

export class Stage {
  /** @type {Trace | null} */ #trace = null;
  /** @type {Config} */ #config;
  #setting;

  /**
   * @param {import('../core/index.js').Kudari} kudari
   * @param {Config} config
   * @param {Setting} setting
   */
  constructor(kudari, config, setting) {
    this.#config = config;
    this.#setting = setting;
    this.problem = makeProblem(config);
    this.player = new Player(setting.changed);
    this.runner = new Runner(kudari, (trace, complete) => this.#grown(trace, complete));
    this.pictures = new Pictures(kudari, setting.places, {
      pick: (start, key) => this.#startAt(start, key),
      seek: (position) => this.seek(position),
      edit: setting.edit,
      redraw: setting.changed,
    });
  }

  get trace() {
    return this.#trace;
  }

  /** Runs a config that is new to the reader: from its start; or, where motion is unwelcome, shown at its end. @param {boolean} play */
  begin(play) {
    this.player.pause();
    this.player.seek(0);
    this.player.speed = speedFor(this.#config);
    this.runner.start(this.#config);
    if (play) this.player.play();
    else this.player.follow();
  }

  /**
   * Takes up another config.
   *
   * @param {Config} config
   * @param {(before: Config) => boolean} another whether it is another experiment, which begins anew, and no change of the
   *   one before, which goes on where it stands
   * @param {boolean} play
   */
  take(config, another, play) {
    const before = this.#config;
    this.#config = config;
    const same = (/** @type {(config: Config) => unknown} */ part) =>
      JSON.stringify(part(config)) === JSON.stringify(part(before));
    // The same problem stays the same object: its pictures need not be surveyed again.
    if (!same(({ problem, seed }) => [problem, seed])) this.problem = makeProblem(config);
    // Many more steps at the same pace would take an hour.
    const longer = config.steps / before.steps;
    if (longer > LONGER || longer < 1 / LONGER) this.player.speed = speedFor(config);
    if (!same((each) => ({ ...each, view: null }))) {
      // The runner reports at once, so that no trace of the config before is drawn on this one's landscape.
      if (same(({ problem }) => problem.id) && !another(before)) this.runner.start(config);
      else this.begin(play);
    } else if (this.#trace && !same(({ view }) => view.axis)) this.#changeAxis(before.view.axis);
  }

  /** @param {number} position */
  seek(position) {
    this.player.pause();
    this.player.seek(position);
  }

  togglePlay() {
    if (this.player.playing) this.player.pause();
    else this.player.play();
  }

  /** All is computed, and what plays comes to rest at its end: paper does not move. A step that was chosen stays. */
  settle() {
    const { playing } = this.player;
    this.runner.finish();
    if (playing) this.player.follow();
  }

  /**
   * What the templates are given of it.
   *
   * @param {Pick<StageView, 'say'>} look
   */
  view({ say }) {
    const { problem } = this;
    const config = this.#config;
    const { axis, hidden } = config.view;
    const { position, end, complete, playing, speed, loop } = this.player;
    const states = this.#trace?.runs.map((run, k) => (hidden.includes(k) ? -1 : stateAt(run, position, axis))) ?? [];
    return {
      ...{ config, problem, trace: this.#trace, position, end, complete, playing, speed, loop, states },
      stopped: this.runner.stopped,
      last: axis === 'steps' ? config.steps : config.steps * (config.runs.some((run) => run.sam) ? 2 : 1),
      picture: this.pictures.left({ config, problem, say }),
    };
  }

  /** @returns {Omit<import('./view.js').StageActions, 'edit'>} */
  get actions() {
    const { player } = this;
    return {
      stop: () => this.runner.stop(),
      resume: () => this.runner.resume(),
      togglePlay: () => this.togglePlay(),
      toggleLoop: () => {
        player.loop = !player.loop;
        this.#setting.changed();
      },
      nudge: (by) => player.nudge(by),
      seek: (position) => player.seek(position),
      setSpeed: (value) => {
        player.speed = value;
        this.#setting.changed();
      },
      zoom: (factor) => this.pictures.zoom(factor),
    };
  }

  /**
   * A key that drives the transport: arrows, Home, End and space.
   *
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was one
   */
  press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return false;
    const act = {
      ' ': () => this.togglePlay(),
      ArrowRight: () => this.player.nudge(1),
      ArrowLeft: () => this.player.nudge(-1),
      Home: () => this.player.nudge(-Infinity),
      End: () => this.player.nudge(Infinity),
    }[event.key];
    act?.();
    return act !== undefined;
  }

  dispose() {
    this.player.pause();
    this.runner.dispose();
    this.pictures.dispose();
  }

  /** @param {number[]} start @param {string} key */
  #startAt(start, key) {
    // In a plane through many parameters a point is not a place to start from.
    if (this.problem.size <= 2) this.#setting.edit((draft) => void (draft.start = start), key);
  }

  /** @param {Trace} trace @param {boolean} complete */
  #grown(trace, complete) {
    this.#trace = trace;
    this.player.grow(endOf(trace, this.#config.view.axis), complete);
    this.#setting.grown?.(trace, complete);
    this.#setting.changed();
  }

  /** Stays at the same state of the run that was furthest, when the axis is counted otherwise.
   * @param {import('../experiment/config.js').Axis} before */
  #changeAxis(before) {
    const trace = /** @type {Trace} */ (this.#trace);
    const { axis } = this.#config.view;
    const { position, complete, end } = this.player;
    const run = trace.runs.reduce((most, each) => (each.length > most.length ? each : most));
    const state = Math.max(0, stateAt(run, position, before));
    const atEnd = position >= end;
    this.player.grow(endOf(trace, axis), complete);
    this.player.seek(atEnd ? this.player.end : positionsOf(run, axis)[state]);
  }
}

/** Times as many steps, or as few, for which a pace that was chosen no longer holds. */
const LONGER = 3;

/** About seven seconds for the whole, in round numbers. @param {Config} config */
const speedFor = ({ steps }) => Math.max(1, Math.min(1000, Number((steps / 7).toPrecision(1))));

/** @param {Trace} trace @param {import('../experiment/config.js').Axis} axis */
const endOf = ({ runs }, axis) => Math.max(...runs.map((run) => positionsOf(run, axis)[run.length - 1]));
