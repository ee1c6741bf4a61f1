/**
 * The page: puts the session, the runner, the player and the figures together.
 */
import { render } from 'lit-html';
import { loadKudari } from '../core/index.js';
import { makeProblem } from '../experiment/index.js';
import { Curve } from '../figures/curve.js';
import { formatNumber } from '../figures/format.js';
import { Landscape } from '../figures/landscape.js';
import { cards, header, notice, summary, transport } from './controls.js';
import { Player } from './player.js';
import { Runner } from './runner.js';
import { Session } from './session.js';
import { readersLanguage, translator } from './strings.js';

/** @typedef {import('../experiment/config.js').Config} Config */

const curveNames = /** @type {const} */ (['loss', 'sharpness', 'samSharpness', 'gradientNorm', 'lr']);

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

class Lab {
  /** @type {import('../experiment/trace.js').Trace | null} */ #trace = null;
  /** @type {import('../problems/problem.js').Problem} */ #problem;
  /** @type {Map<string, { figure: Curve, section: HTMLElement }>} */ #curves = new Map();
  #drawing = 0;
  #session = new Session((config, before) => this.#changed(config, before));
  #player = new Player(() => this.#redraw());
  #landscape = new Landscape(/** @type {HTMLCanvasElement} */ (element('landscape')), (start) =>
    this.#session.edit((draft) => void (draft.start = start)),
  );
  #runner;
  /** The reader's wishes about the page, which are no part of the experiment until it is shared. */
  #dark = matchMedia('(prefers-color-scheme: dark)');

  /** @param {import('../core/index.js').Kudari} kudari */
  constructor(kudari) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#problem = makeProblem(this.#session.config);
    this.#runner = new Runner(kudari, (trace, complete) => this.#grown(trace, complete));
    this.#dark.addEventListener('change', () => this.#restyle());
    document.addEventListener('keydown', (event) => this.#key(event));
    for (const name of curveNames) this.#addCurve(name);
    this.#restyle();
    this.#player.speed = speedFor(this.#session.config);
    this.#runner.start(this.#session.config);
    if (still) this.#player.seek(Infinity);
    else this.#player.play();
  }

  get #language() {
    return this.#session.config.view.lang ?? readersLanguage();
  }

  get #theme() {
    return this.#session.config.view.theme ?? (this.#dark.matches ? 'dark' : 'light');
  }

  /** @param {(typeof curveNames)[number]} name */
  #addCurve(name) {
    const section = element(`curve-${name}`);
    const canvas = /** @type {HTMLCanvasElement} */ (section.querySelector('canvas'));
    const figure = new Curve(canvas, name, (step) => {
      this.#player.pause();
      this.#player.seek(step);
    });
    this.#curves.set(name, { figure, section });
  }

  /** @param {Config} config @param {Config | null} before */
  #changed(config, before) {
    const same =
      before !== null && JSON.stringify({ ...before, view: null }) === JSON.stringify({ ...config, view: null });
    if (!same) {
      this.#problem = makeProblem(config);
      // The runner reports at once, so that no trace of the config before is drawn on this one's landscape.
      this.#runner.start(config);
      if (before?.problem.id !== config.problem.id) {
        this.#player.seek(0);
        this.#player.play();
      }
    }
    if (before?.view.theme !== config.view.theme) this.#restyle();
    this.#redraw();
  }

  /** @param {import('../experiment/trace.js').Trace} trace @param {boolean} complete */
  #grown(trace, complete) {
    // Whoever changes a rate while looking at a whole run wants to see the whole of the new one.
    const follow = !this.#player.playing && this.#player.step > 0 && this.#player.step >= this.#player.end;
    this.#trace = trace;
    this.#player.end = Math.max(...trace.runs.map((run) => run.length)) - 1;
    this.#player.complete = complete;
    if (follow) this.#player.seek(Infinity);
    this.#redraw();
  }

  #restyle() {
    document.documentElement.dataset.theme = this.#theme;
    this.#landscape.restyle();
    for (const { figure } of this.#curves.values()) figure.restyle();
    this.#redraw();
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
    const { step, end, playing, speed } = this.#player;
    const say = translator(this.#language);
    const view = {
      config,
      faults,
      badLink,
      language: this.#language,
      theme: this.#theme,
      say,
      trace: this.#trace,
      step,
      end,
      playing,
      speed,
    };
    const actions = {
      edit: (/** @type {(draft: Config) => void} */ edit) => this.#session.edit(edit),
      toggleLanguage: () =>
        this.#session.edit((draft) => void (draft.view.lang = this.#language === 'en' ? 'ja' : 'en')),
      toggleTheme: () =>
        this.#session.edit((draft) => void (draft.view.theme = this.#theme === 'dark' ? 'light' : 'dark')),
      togglePlay: () => this.#togglePlay(),
      nudge: (/** @type {number} */ steps) => this.#player.nudge(steps),
      seek: (/** @type {number} */ target) => this.#player.seek(target),
      setSpeed: (/** @type {number} */ value) => {
        this.#player.speed = value;
        this.#redraw();
      },
      dismiss: () => this.#session.dismiss(),
    };
    document.documentElement.lang = this.#language;
    document.title = say('title');
    render(header(view, actions), element('header'));
    render(notice(view, actions), element('notice'));
    render(transport(view, actions), element('transport'));
    render(cards(view, actions), element('runs'));
    // Spoken when it comes to rest, not at every frame.
    if (!playing) element('summary').textContent = summary(view);
    this.#drawFigures(say);
  }

  /** @param {ReturnType<typeof translator>} say */
  #drawFigures(say) {
    const { config } = this.#session;
    const trace = this.#trace;
    const step = this.#player.step;
    const size = this.#problem.size;
    element('landscape').setAttribute('aria-label', say('landscapeAlt'));
    element('landscape-hint').textContent = size <= 2 ? say('landscapeHint') : say('landscapeNone', { n: size });
    element('landscape-title').textContent = say('landscape');
    if (trace && size <= 2) this.#landscape.show({ problem: this.#problem, trace, step });
    const shown = curveNames.filter((name) => config.view.panels.includes(name) && this.#measured(name));
    for (const [name, { figure, section }] of this.#curves) {
      section.hidden = !shown.includes(/** @type {any} */ (name));
      if (section.hidden) continue;
      const column = /** @type {(typeof curveNames)[number]} */ (name);
      const rho = formatNumber(config.measure.samSharpness?.rho ?? 0);
      /** @type {HTMLElement} */ (section.querySelector('h2')).textContent = say(column);
      /** @type {HTMLElement} */ (section.querySelector('.unit')).textContent = say(`${column}Unit`, { rho });
      section.querySelector('canvas')?.setAttribute('aria-label', say('curveAlt', { name: say(column) }));
      if (trace) figure.show({ trace, step, numbered: name === shown.at(-1) });
    }
  }

  /** @param {string} name */
  #measured(name) {
    const { measure } = this.#session.config;
    if (name === 'sharpness') return measure.sharpness > 0;
    return name !== 'samSharpness' || measure.samSharpness !== null;
  }
}

/** About seven seconds for the whole, in round numbers. @param {Config} config */
const speedFor = ({ steps }) => Math.max(1, Math.min(1000, Number((steps / 7).toPrecision(1))));

try {
  new Lab(await loadKudari());
} catch (error) {
  document.documentElement.lang = readersLanguage();
  const message = element('broken');
  message.hidden = false;
  message.textContent = `${translator(readersLanguage())('broken')} ${error instanceof Error ? error.message : error}`;
  throw error;
}
