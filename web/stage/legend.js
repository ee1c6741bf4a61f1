/**
 * Which line is which run's, where there are no cards beside the figures to say so.
 */
import { html, nothing } from 'lit-html';
import { optionsOf } from '../figures/legend.js';
import { swatch } from '../figures/swatch.js';
import { methodOf } from './names.js';

/** Of its options a run is told by those that not all of them share. @param {import('./view.js').StageView} view */
export function legend({ config, theme, say }) {
  const options = config.runs.map((run) => optionsOf(run, config.start.length, say));
  const shared = (/** @type {string} */ option) => options.every((each) => each.includes(option));
  return config.runs.map((run, k) => {
    const own = options[k].filter((option) => !shared(option));
    return config.view.hidden.includes(k)
      ? nothing
      : html`<span class="run">${swatch(k, theme)} <b>${methodOf(run).name}</b> ${listed(own)}</span>`;
  });
}

/** An option is not broken between lines. @param {string[]} options */
const listed = (options) => options.map((option, i) => html`${i ? ', ' : nothing}<span>${option}</span>`);
