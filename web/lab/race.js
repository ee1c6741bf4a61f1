/**
 * The race on the page: runs it between the frames, and says how far it is and what came out.
 */
import { html, nothing } from 'lit-html';
import { Race, usefulDecades } from '../experiment/index.js';
import { formatNumber } from '../figures/format.js';
import { Sweep } from '../figures/sweep.js';
import { methodOf, runName } from '../stage/names.js';
import { dot } from '../figures/swatch.js';

/**
 * @typedef {import('../experiment/config.js').Config} Config
 * @typedef {import('../experiment/race.js').RaceResult} RaceResult
 * @typedef {import('./view.js').PageView} PageView
 */

/** A slice leaves room in a frame for the drawing. */
const SLICE = 6; // milliseconds

export class RaceTrack {
  /** @type {Race | null} */ #race = null;
  /** @type {Config | null} */ #config = null;
  /** @type {RaceResult | null} */ #result = null;
  #stopped = false;
  #progress = 0;
  /** @type {Sweep | null} */ #sweep = null;
  /** @type {import('../figures/sweep.js').Reading | null} */ #pointed = null;
  #kudari;
  #onChange;
  #onPick;

  /**
   * @param {import('../core/index.js').Kudari} kudari
   * @param {() => void} onChange
   * @param {(k: number, rate: number) => void} onPick a rate for run k
   */
  constructor(kudari, onChange, onPick) {
    this.#kudari = kudari;
    this.#onChange = onChange;
    this.#onPick = onPick;
  }

  get running() {
    return this.#race !== null;
  }

  /** @param {Config} config */
  start(config) {
    this.#race?.dispose();
    const race = new Race(this.#kudari, config);
    this.#race = race;
    this.#config = config;
    this.#stopped = false;
    this.#progress = 0;
    this.#work(race);
  }

  stop() {
    if (!this.#race) return;
    this.#stopped = true;
    this.#race.dispose();
    this.#race = null;
    this.#onChange();
  }

  restyle() {
    this.#sweep?.restyle();
  }

  /** After the section is in the page: what there is to draw. */
  draw() {
    const canvas = document.getElementById('sweep');
    if (!this.#result || !canvas) return;
    this.#sweep ??= new Sweep(
      /** @type {HTMLCanvasElement} */ (canvas),
      (k, rate) => this.#onPick(k, rate),
      (reading) => {
        this.#pointed = reading;
        this.#onChange();
      },
    );
    this.#sweep.show({ result: this.#result, startLoss: this.#result.startLoss });
  }

  /** @param {Race} race */
  #work(race) {
    // A newer race has taken over.
    if (race !== this.#race) return;
    race.advance(SLICE);
    this.#result = race.result;
    this.#progress = race.progress;
    if (race.done) {
      race.dispose();
      this.#race = null;
    } else setTimeout(() => this.#work(race));
    this.#onChange();
  }

  /** @param {PageView} view @param {{ race: (on: boolean) => void }} actions */
  section(view, { race }) {
    const { say, config } = view;
    const result = this.#result;
    const budget = this.#config && result ? result.budget : config.steps;
    const share = Math.floor(100 * this.#progress);
    const label = this.running ? 'raceStop' : result ? 'raceAgain' : 'raceStart';
    const stale = result && this.#config && comparable(this.#config) !== comparable(config);
    const state = this.running ? say('raceProgress', { share }) : this.#stopped ? say('raceStopped', { share }) : '';
    return html`
      <header>
        <h2>${say('race')}</h2>
        <div class="tools">
          <span class="hint" role="status">${state}</span>
          <button id="start-race" @click=${() => race(!this.running)}>${say(label)}</button>
        </div>
      </header>
      <p class="hint intro">${say('raceIntro', { budget })}</p>
      <div class="sweep" ?hidden=${!result} ?data-stale=${stale}>
        <div class="curve">
          <div class="caption">
            <span class="unit"
              >${this.#pointed ? this.#reading(this.#pointed, view) : say('raceUnit', { budget })}</span
            >
          </div>
          <div class="plot"><canvas id="sweep" role="img" aria-label=${say('raceAlt')}></canvas></div>
        </div>
        ${
          result && this.#config
            ? html`<div class="results">
                ${stale ? html`<p class="stale">${say('raceStale')}</p>` : nothing}
                <ul>
                  ${this.#config.runs.map((_, k) => this.#line(result, k, view))}
                </ul>
                <p class="hint">${say('raceGood')}</p>
              </div>`
            : nothing
        }
      </div>
    `;
  }

  /** What came out for a run, and the way to its best rate without a pointer. @param {RaceResult} result @param {number} k @param {PageView} view */
  #line(result, k, { say, theme }) {
    const { best } = result.entries[k];
    const name = runName(/** @type {Config} */ (this.#config), k);
    const rate = best && formatNumber(best.rate, 3);
    return html`<li>
      ${dot(k, theme)}<span
        >${verdict(result, k, name, say)}
        ${best ? html`<button class="plain" @click=${() => this.#onPick(k, best.rate)}>${say('raceTake', { rate: String(rate) })}</button>` : nothing}</span
      >
    </li>`;
  }

  /** @param {import('../figures/sweep.js').Reading} reading @param {PageView} view */
  #reading({ k, rate, loss }, { say }) {
    const name = this.#config?.runs[k] ? runName(this.#config, k) : '';
    const values = { name, rate: formatNumber(rate, 3), loss: formatNumber(loss) };
    return say(Number.isFinite(loss) ? 'racePoint' : 'racePointDiverged', values);
  }
}

/** @param {RaceResult} result @param {number} k @param {string} name @param {import('./strings.js').Say} say */
function verdict(result, k, name, say) {
  const { best } = result.entries[k];
  if (!best) return say('raceNone', { name });
  const decades = usefulDecades(result)[k];
  const values = {
    factor: formatNumber(10 ** decades, 2),
    name,
    loss: formatNumber(best.loss),
    rate: formatNumber(best.rate, 3),
    decades: formatNumber(decades, 2),
  };
  return say(decades > 0 ? 'raceBest' : 'raceBestOnly', values);
}

/** What a race depends on: all of a config but the rates it replaces, and how things are shown. @param {Config} config */
const comparable = ({ view, measure, runs, ...rest }) =>
  JSON.stringify({
    ...rest,
    runs: runs.map((run) => ({ ...run, lr: typeof run.lr === 'object' ? { ...run.lr, base: 0 } : methodOf(run).id })),
  });
