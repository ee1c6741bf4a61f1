/**
 * Learning-rate schedules on the page: a small picture, and the fields of one.
 */
import { html, nothing, svg } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { baseRate, schedules } from '../core/schedules.js';
import { formatNumber } from '../figures/format.js';
import { optionField } from './fields.js';
import { valueOf } from '../stage/input.js';

/** @typedef {import('../core/index.js').Kudari} Kudari @typedef {import('./view.js').PageView} PageView */

const POINTS = 96;

/**
 * The rate at some steps, evenly spaced.
 *
 * @param {Kudari} kudari
 * @param {any} lr
 * @param {number} steps
 */
function sampled(kudari, lr, steps) {
  const rate = kudari.schedule(lr);
  const count = Math.min(POINTS, steps);
  return Array.from({ length: count + 1 }, (_, i) => {
    const t = Math.round((i / count) * (steps - 1));
    return { t, value: rate(t) };
  });
}

/** @param {{ t: number, value: number }[]} samples @param {number} steps @param {number} width @param {number} height */
function line(samples, steps, width, height) {
  const most = samples.reduce((top, { value }) => Math.max(top, value), 0) || 1;
  const x = (/** @type {number} */ t) => ((t / Math.max(1, steps - 1)) * width).toFixed(1);
  return samples.map(({ t, value }) => `${x(t)},${(height - (value / most) * height).toFixed(1)}`).join(' ');
}

/** As large as a word. @param {Kudari} kudari @param {any} lr @param {number} steps */
export function sparkline(kudari, lr, steps) {
  const flat = typeof lr === 'number';
  const points = flat ? '1,8 31,8' : line(sampled(kudari, lr, steps), steps, 30, 12);
  return html`<svg class="sparkline" viewBox="-1 -2 32 16" aria-hidden="true">
    ${svg`<polyline points=${points} />`}
  </svg>`;
}

/**
 * The fields of a rate: its schedule, the schedule's options, a warm-up before it, and the picture of it all.
 *
 * @param {PageView} view
 * @param {any} lr
 * @param {(lr: any) => void} change
 */
export function scheduleEditor({ say, language, kudari, config, theme }, lr, change) {
  const type = typeof lr === 'number' ? 'constant' : lr.type;
  const row = schedules.find((each) => each.type === type) ?? schedules[0];
  const base = baseRate(lr);
  const given = typeof lr === 'number' ? {} : lr;
  const choose = (/** @type {Event} */ event) => change(startOf(valueOf(event), base, config.steps, given.warmup));
  const composes = !('warmup' in row.options) && type !== 'warmup';
  return html`
    <section class="schedule">
      <h3>${say('scheduleTitle')}</h3>
      <div class="field">
        <label for="field-schedule">${say('scheduleType')}</label>
        <select id="field-schedule" .value=${live(type)} @change=${choose}>
          ${schedules.map((each) => html`<option value=${each.type} ?selected=${each.type === type}>${say(/** @type {import('./strings.js').Phrase} */ (`schedule_${each.type}`))}</option>`)}
        </select>
      </div>
      ${Object.entries(row.options).map(([name, spec]) =>
        optionField({
          name,
          spec,
          value: given[name],
          language,
          change: (value) => change({ ...given, [name]: value }),
        }),
      )}
      ${
        composes
          ? html`<div class="field">
              <label for="field-warmup">${say('warmupBefore')}</label>
              <input
                type="text"
                inputmode="numeric"
                class="number"
                id="field-warmup"
                placeholder="0"
                .value=${live(given.warmup ? String(given.warmup.steps ?? given.warmup) : '')}
                @change=${(/** @type {Event} */ event) => change(withWarmup(given, base, valueOf(event).trim()))}
              />
              <p class="hint">${say('warmupHint')}</p>
            </div>`
          : nothing
      }
      ${preview(kudari, lr, config.steps, theme, say)}
    </section>
  `;
}

/** A schedule of this type that fits the experiment. @param {string} type @param {number} base @param {number} steps @param {any} warmup */
function startOf(type, base, steps, warmup) {
  if (type === 'constant') return warmup ? { type, base, warmup } : base;
  const part = (/** @type {number} */ share) => Math.max(1, Math.round(share * steps));
  const fitting = {
    warmup: { steps: part(0.1) },
    cosine: { steps },
    cosineRestarts: { period: part(0.25) },
    step: { every: part(1 / 3) },
    exponential: { factor: Number((0.01 ** (1 / steps)).toPrecision(4)) },
    polynomial: { steps },
    oneCycle: { steps },
  };
  const own = /** @type {Record<string, object>} */ (fitting)[type];
  return { type, base, ...own, ...(warmup && type !== 'warmup' && type !== 'oneCycle' ? { warmup } : {}) };
}

/** @param {any} given @param {number} base @param {string} text */
function withWarmup(given, base, text) {
  const { warmup, ...rest } = given.type ? given : { type: 'constant', base };
  const steps = Number(text);
  if (text === '' || steps === 0) return rest.type === 'constant' ? base : rest;
  return { ...rest, warmup: { ...(typeof warmup === 'object' ? warmup : {}), steps } };
}

/**
 * The rate over the whole experiment, with its highest value.
 *
 * @param {Kudari} kudari
 * @param {any} lr
 * @param {number} steps
 * @param {'light' | 'dark'} theme
 * @param {PageView['say']} say
 */
function preview(kudari, lr, steps, theme, say) {
  const samples = sampled(kudari, lr, steps);
  const [first, last] = [samples[0], samples[samples.length - 1]];
  const most = Math.max(...samples.map(({ value }) => value));
  const numbers = {
    first: formatNumber(first.value, 3),
    last: formatNumber(last.value, 3),
    most: formatNumber(most, 3),
  };
  return html`
    <figure class="preview">
      <svg viewBox="0 -4 240 76" preserveAspectRatio="none" role="img" aria-label=${say('previewAlt', numbers)}>
        <line class="rule" x1="0" x2="240" y1="64" y2="64" />
        <polyline points=${line(samples, steps, 240, 64)} />
      </svg>
      <figcaption><span>0</span><span>ϵ ≤ ${numbers.most}</span><span>${steps}</span></figcaption>
    </figure>
  `;
}
