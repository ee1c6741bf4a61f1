/**
 * <kudari-lab>: an experiment on display in any page.
 */
import { html, nothing, render } from 'lit-html';
import style from '#embed-style';
import { loadKudari } from '../core/index.js';
import { ConfigError, parseConfig } from '../experiment/index.js';
import { pictureCaption } from '../stage/captions.js';
import { translator } from '../stage/phrases.js';
import { readersLanguage } from '../words/words.js';
import { keepFocus } from '../stage/focus.js';
import { legend } from '../stage/legend.js';
import { curvesOf, pictureOf } from '../stage/panels.js';
import { Stage } from '../stage/stage.js';
import { summary } from '../stage/summary.js';
import { computing, transport } from '../stage/transport.js';
import { heightOf, likelyConfig, observed, prepareAttributes, readAttributes } from './attributes.js';
import { languageAround, themeAround, watchSurroundings, watchView } from './surroundings.js';
import { leaveTurn, takeTurn } from './turns.js';

/** @typedef {import('../experiment/config.js').Config} Config */

/** Pixels before an element comes into view in which it gets ready. */
const AHEAD = '200px';

/**
 * @typedef {object} Delivery how the script is delivered, the same for all elements of the page
 * @property {() => Promise<Parameters<typeof loadKudari>[0]>} core where it comes from
 * @property {string} [noFormulas] why there is no parser of formulas in it
 */

/** From beside the script, whole. @type {Delivery} */
let delivery = { core: async () => undefined };

/** One core for all of them; one that failed to load is tried again. @type {Promise<import('../core/index.js').Kudari> | null} */
let core = null;

/** The same, once it is there. @type {import('../core/index.js').Kudari | null} */
let loadedCore = null;

const sharedCore = () =>
  (core ??= delivery
    .core()
    .then(loadKudari)
    .then((kudari) => (loadedCore = kudari))
    .catch((error) => {
      core = null;
      throw error;
    }));

/** @param {Element} element */
async function prepareFor(element) {
  try {
    await prepareAttributes((name) => element.getAttribute(name));
  } catch (error) {
    throw delivery.noFormulas ? new Error(delivery.noFormulas) : error;
  }
}

/** What can wait until the page around has all it needs. @param {() => void} act */
function whenLoaded(act) {
  if (document.readyState === 'complete') act();
  else addEventListener('load', act, { once: true });
}

/** One style sheet for all of them. @type {CSSStyleSheet | undefined} */
let sheet;

/**
 * Attributes: `preset` or `config` (JSON, or the hash of a link), `problem`, `runs`, `start`, `steps`, `seed`, `dtype`,
 * `measure`, `panels`, `lang`, `theme` (auto, light, dark), `controls` (transport, none), `autoplay` (false), `height`.
 *
 * Events, which bubble: `kudari-step` ({ position }) when another state is shown, `kudari-done` ({ trace }) when all is
 * computed, `kudari-error` ({ faults }) when an attribute is wrong or the core cannot be loaded.
 */
class KudariLab extends HTMLElement {
  static observedAttributes = observed;

  /** @type {ShadowRoot} */ #root;
  /** @type {Stage | null} */ #stage = null;
  /** @type {import('./attributes.js').Wish | null} */ #wish = null;
  /** @type {string[]} */ #faults = [];
  /** What the reader has changed by hand: a start, a scale. @type {Config | null} */ #config = null;
  /** Whether it is in view, or nearly: what is not seen is not drawn. */
  #seen = false;
  /** Whether what it shows is no longer what there is. */
  #stale = false;
  #reading = false;
  #drawn = false;
  #printing = false;
  #position = -1;
  /** The config that was computed last. @type {Config | null} */ #done = null;
  /** Counts the times it was put into a page: what was begun for an earlier one is of no use. */
  #stay = 0;
  /** @type {(() => void)[]} */ #cleanups = [];

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
    }
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.addEventListener('keydown', (event) => this.#key(/** @type {KeyboardEvent} */ (event)));
    // A finger that drags in a figure is not to turn the slide that it stands in.
    for (const type of ['touchstart', 'touchmove'])
      this.#root.addEventListener(type, (event) => holds(event) && event.stopPropagation(), { passive: true });
    this.#show();
  }

  /** What was recorded; null before it has begun. */
  get trace() {
    return this.#stage?.trace ?? null;
  }

  connectedCallback() {
    this.#stay += 1;
    this.#show();
    whenLoaded(() => this.#preload());
    const off = new AbortController();
    addEventListener('beforeprint', () => this.#print(), off);
    addEventListener('afterprint', () => this.#leavePaper(), off);
    this.#cleanups = [
      watchView(this, AHEAD, (seen) => this.#see(seen)),
      () => off.abort(),
      watchSurroundings(this, () => this.#restyle()),
    ];
  }

  /** @param {boolean} seen */
  #see(seen) {
    this.#seen = seen;
    if (!seen) return;
    // One that was told what is wrong begins again when that changes.
    if (!this.#stage && this.#faults.length === 0) this.#begin();
    else if (this.#stale) this.#redraw();
  }

  disconnectedCallback() {
    this.#stay += 1;
    for (const cleanup of this.#cleanups.splice(0)) cleanup();
    leaveTurn(this);
    this.#seen = false;
    this.#stage?.dispose();
    this.#stage = null;
    this.#config = null;
    this.#wish = null;
    this.#faults = [];
    this.#drawn = false;
    this.#printing = false;
    this.#position = -1;
    // Whoever comes back gets canvases that nobody has drawn on or listens to.
    render(nothing, this.#root);
  }

  attributeChangedCallback() {
    // Before it has begun, or failed to, there is nothing to change.
    const begun = () => this.#stage !== null || this.#faults.length > 0;
    // Several attributes changed in one go are one change.
    if (this.#reading || !begun()) return;
    this.#reading = true;
    queueMicrotask(() => {
      this.#reading = false;
      if (this.#stage) this.#take();
      else if (begun()) this.#begin();
    });
  }

  /** Plays, from the start if it stands at the end. */
  play() {
    this.#stage?.player.play();
  }

  pause() {
    this.#stage?.player.pause();
  }

  /** @param {number} position on the axis */
  seek(position) {
    this.#stage?.seek(position);
  }

  /** So that it can be printed without having been in view; what fails is told when it begins. */
  async #preload() {
    if (!this.isConnected || this.#stage) return;
    await Promise.allSettled([sharedCore(), prepareFor(this)]);
  }

  async #begin() {
    const stay = this.#stay;
    try {
      const [kudari] = await Promise.all([sharedCore(), prepareFor(this)]);
      if (stay === this.#stay) takeTurn(this, () => this.#build(kudari));
    } catch (error) {
      if (stay === this.#stay) this.#complain(error);
    }
  }

  /** @param {import('../core/index.js').Kudari} kudari */
  #build(kudari) {
    if (this.#stage) return;
    try {
      this.#wish = readAttributes((name) => this.getAttribute(name));
    } catch (error) {
      this.#complain(error);
      return;
    }
    const wish = this.#wish;
    this.#faults = [];
    this.#config = wish.config;
    this.#show();
    const find = (/** @type {string} */ name) => /** @type {any} */ (this.#root.querySelector(`.${name}-place`));
    this.#stage = new Stage(kudari, wish.config, {
      places: { landscape: find('landscape'), boundary: find('boundary'), curves: find('curves') },
      edit: (edit) => this.#edit(edit),
      changed: () => this.#redraw(),
      grown: (trace, complete) => {
        // Once for each experiment, and not for one that was stopped.
        if (!complete || this.#stage?.runner.stopped || this.#done === trace.config) return;
        this.#done = trace.config;
        this.#tell('kudari-done', { trace });
      },
    });
    this.#restyle();
    this.#stage.begin(this.#plays);
  }

  /** Takes up changed attributes. */
  async #take() {
    const stay = this.#stay;
    try {
      await prepareFor(this);
      if (stay !== this.#stay || !this.#stage) return;
      this.#wish = readAttributes((name) => this.getAttribute(name));
      this.#faults = [];
      this.#config = this.#wish.config;
      this.#stage.take(this.#wish.config, () => false, this.#plays);
      this.#restyle();
    } catch (error) {
      if (stay === this.#stay) this.#complain(error);
    }
  }

  /** Whether it plays by itself. */
  get #plays() {
    return Boolean(this.#wish?.autoplay) && !matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  /** What a hand on the figures asks for; it is not written back into the attributes. @param {(draft: Config) => void} edit */
  #edit(edit) {
    if (!this.#stage || !this.#config) return;
    const draft = structuredClone(this.#config);
    edit(draft);
    // Drawn anew in either case: a field with a wrong entry goes back to what it was.
    this.#redraw();
    try {
      this.#config = parseConfig(draft);
    } catch (error) {
      if (error instanceof ConfigError) return;
      throw error;
    }
    this.#stage.take(this.#config, () => false, true);
  }

  /** @param {unknown} error */
  #complain(error) {
    this.#faults =
      error instanceof ConfigError ? error.faults : [error instanceof Error ? error.message : String(error)];
    // What is not seen need not play.
    this.#stage?.player.pause();
    this.#show();
    this.#tell('kudari-error', { faults: this.#faults });
  }

  /** @param {string} name @param {object} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** Paper is light, whatever the screen is. */
  get #theme() {
    if (this.#printing) return 'light';
    const theme = this.#wish?.theme ?? 'auto';
    return theme === 'auto' ? themeAround(this) : theme;
  }

  #restyle() {
    this.#show();
    this.#stage?.pictures.restyle();
    this.#redraw();
  }

  #redraw() {
    this.#stale = true;
    if (this.#seen && this.isConnected) takeTurn(this, () => keepFocus(this.#root, () => this.#draw()));
  }

  /** Paper shows the end, and all of it, also of what was never scrolled to, if the core is there by then. */
  #print() {
    if (!this.#stage && this.#faults.length === 0 && loadedCore) this.#build(loadedCore);
    if (!this.#stage) return;
    this.#printing = true;
    this.#stage.runner.finish();
    this.#stage.player.follow();
    this.#restyle();
    this.#draw();
    this.#stage.pictures.finish();
  }

  #leavePaper() {
    if (!this.#printing) return;
    this.#printing = false;
    this.#restyle();
  }

  /** Keys are the figure's own while it has the focus; Escape gives them back. @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.key === 'Escape') {
      /** @type {HTMLElement} */ (target).blur();
      // The next one is the host's again.
      event.stopPropagation();
    } else if (!this.#stage || target.closest('input, select')) event.stopPropagation();
    else if (event.key === ' ' && target.closest('button')) event.stopPropagation();
    else if (this.#stage.press(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** The frame that the figures stand in: all that does not change from step to step. */
  #show() {
    const { isConnected } = this;
    const wish = this.#wish;
    const begun = wish !== null && this.#faults.length === 0;
    const waits = isConnected && !this.#drawn && this.#faults.length === 0;
    if (isConnected) this.#keepRoom(waits);
    render(
      html`<div
        class="lab"
        data-theme=${isConnected ? this.#theme : 'light'}
        data-transport=${wish?.transport ?? this.getAttribute('controls') !== 'none'}
        ?data-waits=${waits}
      >
        <div class="faults" role="alert" ?hidden=${this.#faults.length === 0}>
          <b>&lt;kudari-lab&gt;</b>
          <ul lang="en">
            ${this.#faults.map((fault) => html`<li>${fault}</li>`)}
          </ul>
        </div>
        ${begun ? nothing : html`<slot></slot>`}
        <div class="figures" ?hidden=${!begun}>
          <section class="picture">
            <div class="caption picture-caption"></div>
            <div class="plot">
              <canvas class="landscape-place" role="img" tabindex="0"></canvas>
              <canvas class="boundary-place" role="img"></canvas>
            </div>
          </section>
          <section class="curves curves-place"></section>
        </div>
        <div class="transport" ?hidden=${!begun}></div>
        <div class="foot" ?hidden=${!begun}>
          <div class="legend"></div>
          <div class="computing"></div>
        </div>
        <p class="hidden summary" aria-live="polite"></p>
      </div>`,
      this.#root,
    );
  }

  /** @param {boolean} waits */
  #keepRoom(waits) {
    const attribute = (/** @type {string} */ name) => this.getAttribute(name);
    const height = this.#wish?.height ?? heightOf(attribute);
    if (height) this.style.setProperty('--kudari-height', `${height}px`);
    if (!waits && !this.#config) return;
    const config = this.#config ?? likelyConfig(attribute);
    this.style.setProperty('--kudari-curves', String(curvesOf(config).length));
    this.style.setProperty('--kudari-pictures', pictureOf(config) ? '1' : '0');
  }

  #draw() {
    const stage = this.#stage;
    if (!stage || !this.#config) return;
    this.#stale = false;
    this.#show();
    const language = this.#config.view.lang ?? languageAround(this) ?? readersLanguage();
    const say = translator(language);
    const view = { ...stage.view({ say }), language, say, theme: this.#theme, link: '' };
    const actions = { ...stage.actions, edit: (/** @type {(draft: Config) => void} */ edit) => this.#edit(edit) };
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (this.#root.querySelector(`.${name}`));
    const lab = part('lab');
    // Laid out for what it shows before that is drawn.
    lab.dataset.picture = stage.pictures.left(view).shown ?? 'none';
    lab.dataset.curves = String(curvesOf(this.#config).length);
    lab.lang = language;
    if (view.trace) stage.pictures.show({ ...view, trace: view.trace });
    const drawn = { ...view, picture: stage.pictures.left(view) };
    render(pictureCaption(drawn, actions), part('picture-caption'));
    render(this.#wish?.transport ? transport(drawn, actions) : nothing, part('transport'));
    render(legend(drawn), part('legend'));
    // Paper must say what is not there yet.
    render(this.#wish?.transport || this.#printing ? computing(drawn, actions) : nothing, part('computing'));
    if (!view.playing) part('summary').textContent = summary(drawn);
    if (!this.#drawn) {
      this.#drawn = true;
      this.#show();
    }
    if (view.position !== this.#position) {
      this.#position = view.position;
      this.#tell('kudari-step', { position: view.position });
    }
  }
}

/** Whether a finger has something to drag where it is. @param {Event} event */
const holds = ({ target }) => Boolean(/** @type {Element} */ (target).closest('canvas, input'));

/**
 * Defines <kudari-lab>, once.
 *
 * @param {Delivery} [by]
 */
export function defineElement(by) {
  if (by) delivery = by;
  if (!customElements.get('kudari-lab')) customElements.define('kudari-lab', KudariLab);
}
