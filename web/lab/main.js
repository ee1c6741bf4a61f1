/**
 * The page: puts the session, the runner, the player and the pictures together.
 */
import { render } from 'lit-html';
import { loadKudari } from '../core/index.js';
import { makeProblem, parseConfig, presets } from '../experiment/index.js';
import { cards, computing, header, notice, pictureCaption, summary, transport } from './controls.js';
import { Pictures } from './pictures.js';
import { Player } from './player.js';
import { Runner } from './runner.js';
import { Session } from './session.js';
import { readersLanguage, translator } from './strings.js';

/** @typedef {import('../experiment/config.js').Config} Config */

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

class Lab {
  /** @type {import('../experiment/trace.js').Trace | null} */ #trace = null;
  /** @type {import('../problems/problem.js').Problem} */ #problem;
  #drawing = 0;
  #session = new Session((config, before) => this.#changed(config, before));
  #player = new Player(() => this.#redraw());
  #kudari;
  #pictures;
  #runner;
  #dark = matchMedia('(prefers-color-scheme: dark)');

  /** @param {import('../core/index.js').Kudari} kudari */
  constructor(kudari) {
    this.#kudari = kudari;
    const places = { landscape: element('landscape'), boundary: element('boundary'), curves: element('curves') };
    this.#problem = makeProblem(this.#session.config);
    this.#runner = new Runner(kudari, (trace, complete) => this.#grown(trace, complete));
    this.#pictures = new Pictures(kudari, places, {
      pick: (start) => this.#startAt(start),
      seek: (step) => this.#seek(step),
    });
    this.#dark.addEventListener('change', () => this.#restyle());
    document.addEventListener('keydown', (event) => this.#key(event));
    this.#restyle();
    this.#begin(this.#session.config);
  }

  get #language() {
    return this.#session.config.view.lang ?? readersLanguage();
  }

  get #theme() {
    return this.#session.config.view.theme ?? (this.#dark.matches ? 'dark' : 'light');
  }

  /** Runs a config that is new to the reader: from its start, or where motion is unwelcome shown at its end. @param {Config} config */
  #begin(config) {
    this.#player.pause();
    this.#player.seek(0);
    this.#player.speed = speedFor(config);
    this.#runner.start(config);
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) this.#player.follow();
    else this.#player.play();
  }

  /** @param {Config} config @param {Config | null} before */
  #changed(config, before) {
    const same = (/** @type {(config: Config) => unknown} */ part) =>
      before !== null && JSON.stringify(part(config)) === JSON.stringify(part(before));
    // The same problem stays the same object: its pictures need not be surveyed again.
    if (!same(({ problem, seed }) => [problem, seed])) this.#problem = makeProblem(config);
    if (!same((each) => ({ ...each, view: null }))) {
      // The runner reports at once, so that no trace of the config before is drawn on this one's landscape.
      if (same(({ problem }) => problem.id)) this.#runner.start(config);
      else this.#begin(config);
    }
    if (!same(({ view }) => view.theme)) this.#restyle();
    this.#redraw();
  }

  /** @param {import('../experiment/trace.js').Trace} trace @param {boolean} complete */
  #grown(trace, complete) {
    this.#trace = trace;
    this.#player.grow(Math.max(...trace.runs.map((run) => run.length)) - 1, complete);
    this.#redraw();
  }

  #restyle() {
    document.documentElement.dataset.theme = this.#theme;
    this.#pictures.restyle();
    this.#redraw();
  }

  /**
   * Another problem under the same methods: from its own start, and for plain descent at a rate that its curvature there
   * allows, as what is small on one problem is huge on another.
   *
   * @param {string} id
   */
  #takeProblem(id) {
    const problem = makeProblem({ problem: { id }, seed: this.#session.config.seed });
    const { values } = this.#kudari.sharpness(problem, problem.start, { end: 'both' });
    const curvature = Math.max(...values.map(Math.abs), 1e-12);
    const rate = Math.min(MOST_RATE, Number((0.3 / curvature).toPrecision(1)));
    this.#session.edit((draft) => {
      draft.problem = { id };
      for (const run of draft.runs) if (plainDescent.includes(run.method) && typeof run.lr === 'number') run.lr = rate;
      draft.measure = /** @type {any} */ ({ samSharpness: draft.measure.samSharpness });
      delete (/** @type {any} */ (draft).start);
    });
  }

  /** @param {number[]} start */
  #startAt(start) {
    // In a plane through many parameters a point is not a place to start from.
    if (this.#problem.size <= 2) this.#session.edit((draft) => void (draft.start = start));
  }

  /** @param {number} step */
  #seek(step) {
    this.#player.pause();
    this.#player.seek(step);
  }

  /** Arrow keys and space drive the transport wherever no control wants them. @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.altKey || event.ctrlKey || event.metaKey || target.closest('input, select, button, textarea')) return;
    const act = {
      ' ': () => this.#togglePlay(),
      ArrowRight: () => this.#player.nudge(1),
      ArrowLeft: () => this.#player.nudge(-1),
      Home: () => this.#player.nudge(-Infinity),
      End: () => this.#player.nudge(Infinity),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #togglePlay() {
    if (this.#player.playing) this.#player.pause();
    else this.#player.play();
  }

  /** All that asks for it within a frame is drawn once. */
  #redraw() {
    if (this.#drawing) return;
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0;
      this.#draw();
    });
  }

  #draw() {
    const { config, faults, badLink } = this.#session;
    const { step, end, complete, playing, speed } = this.#player;
    const say = translator(this.#language);
    const scene = { config, problem: this.#problem, trace: this.#trace, complete, step, say };
    const preset = presetOf(config);
    if (this.#trace) this.#pictures.show({ ...scene, trace: this.#trace });
    const view = {
      ...scene,
      faults,
      badLink,
      preset,
      language: this.#language,
      theme: this.#theme,
      end,
      playing,
      speed,
      picture: this.#pictures.left(scene),
    };
    const actions = this.#actions();
    document.documentElement.lang = this.#language;
    document.title = say('title');
    render(header(view, actions), element('header'));
    render(notice(view, actions), element('notice'));
    element('note').textContent = preset?.note[this.#language] ?? '';
    render(computing(view, actions), element('computing'));
    render(pictureCaption(view, actions), element('picture'));
    render(transport(view, actions), element('transport'));
    render(cards(view, actions), element('runs'));
    // Spoken when it comes to rest, not at every frame.
    if (!playing) element('summary').textContent = summary(view);
  }

  /** @returns {import('./controls.js').Actions} */
  #actions() {
    const edit = (/** @type {(draft: Config) => void} */ change) => this.#session.edit(change);
    return {
      edit,
      open: (config) => this.#session.open(config),
      takeProblem: (id) => this.#takeProblem(id),
      stop: () => this.#runner.stop(),
      toggleLanguage: () => edit((draft) => void (draft.view.lang = this.#language === 'en' ? 'ja' : 'en')),
      toggleTheme: () => edit((draft) => void (draft.view.theme = this.#theme === 'dark' ? 'light' : 'dark')),
      togglePlay: () => this.#togglePlay(),
      nudge: (steps) => this.#player.nudge(steps),
      seek: (step) => this.#player.seek(step),
      setSpeed: (value) => {
        this.#player.speed = value;
        this.#redraw();
      },
      dismiss: () => this.#session.dismiss(),
    };
  }
}

/** Methods whose step is their rate times a gradient, in its own units. */
const plainDescent = ['sgd', 'momentum', 'nesterov'];

/** What they get where the start is flat. */
const MOST_RATE = 0.1;

/** About seven seconds for the whole, in round numbers. @param {Config} config */
const speedFor = ({ steps }) => Math.max(1, Math.min(1000, Number((steps / 7).toPrecision(1))));

/** What an experiment is, apart from how it is shown. @param {Config} config */
const essence = ({ view, ...rest }) => JSON.stringify(rest);

/** @type {Map<string, import('../experiment/presets.js').Preset>} */
const known = new Map(presets.map((preset) => [essence(parseConfig(preset.config)), preset]));

/** @param {Config} config */
const presetOf = (config) => known.get(essence(config));

try {
  new Lab(await loadKudari());
} catch (error) {
  document.documentElement.lang = readersLanguage();
  const message = element('broken');
  message.hidden = false;
  message.textContent = `${translator(readersLanguage())('broken')} ${error instanceof Error ? error.message : error}`;
  throw error;
}
