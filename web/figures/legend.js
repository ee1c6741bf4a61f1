/**
 * The runs of a figure sheet in words: which line is which method, with which options.
 */
import { findMethod } from '../core/methods.js';
import { checkSettings } from '../core/settings.js';
import { formatNumber } from './format.js';
import { runStyle } from './styles.js';
import { mark } from './vector-marks.js';
import { element, group, text, widthOf } from './vector.js';

/**
 * @typedef {import('../experiment/trace.js').Trace} Trace
 * @typedef {import('../experiment/config.js').RunConfig} RunConfig
 * @typedef {import('./sheet-words.js').SheetWords} SheetWords
 */

const FONT_SIZE = 12;
const LINE_HEIGHT = 21;
const SWATCH = 36;
const GAP = 26;

/**
 * @param {Trace} trace
 * @param {number} width that there is
 * @param {import('./styles.js').PageColors} colors
 * @param {SheetWords} words
 * @returns {{ markup: string, height: number }}
 */
export function legend(trace, width, colors, words) {
  let [x, y] = [0, 0];
  const entries = legendEntries(trace, words).map(({ k, name, details }) => {
    const nameWidth = widthOf(name, `600 ${FONT_SIZE}px ${colors.font}`);
    const whole = SWATCH + 8 + nameWidth + 7 + widthOf(details, `${FONT_SIZE}px ${colors.font}`);
    if (x > 0 && x + whole > width) [x, y] = [0, y + LINE_HEIGHT];
    const content =
      swatch(k, colors.theme) +
      text({ x: SWATCH + 8, y: 4, 'font-weight': 600, fill: colors.ink }, name) +
      text({ x: SWATCH + 8 + nameWidth + 7, y: 4, fill: colors.quiet }, details);
    const entry = group(
      { class: 'legend', 'data-run': k + 1, transform: `translate(${Math.round(x)} ${y + 8})` },
      content,
    );
    x += whole + GAP;
    return entry;
  });
  return { markup: group({ 'font-size': FONT_SIZE }, entries.join('')), height: y + LINE_HEIGHT };
}

/** The runs that are shown. @param {Trace} trace @param {SheetWords} words */
export function legendEntries({ config, runs }, words) {
  return config.runs.flatMap((run, k) => {
    if (config.view.hidden.includes(k)) return [];
    const stop = runs[k].stopped;
    const details = [
      ...optionsOf(run, config.start.length, words.schedules),
      ...(run.groups?.length ? [words.groups] : []),
      ...(stop ? [words.stopped(stop.step)] : []),
    ];
    return [{ k, name: findMethod(run.method).name, details: details.join(', ') }];
  });
}

/**
 * What was chosen for a run, each in signs of the formulas.
 *
 * @param {RunConfig} run
 * @param {number} size of the problem
 * @param {import('./schedule-words.js').SaySchedule} say
 */
export function optionsOf({ method, ...given }, size, say) {
  const { lr, sam } = checkSettings(method, given, size);
  const { lr: _, sam: __, groups: ___, preset, ...own } = given;
  return [
    rateText(lr, findMethod(method).options.lr.default, say),
    ...Object.entries(own).map(([key, value]) => `${key} = ${typeof value === 'number' ? formatNumber(value) : value}`),
    ...(preset === 'pytorch' ? ['PyTorch'] : []),
    ...(sam ? [`${sam.adaptive ? 'ASAM' : 'SAM'} ρ = ${formatNumber(sam.rho)}`] : []),
    ...(sam && sam.p !== 2 ? [`p = ${formatNumber(sam.p)}`] : []),
  ];
}

/** @param {import('../core/schedules.js').LearningRate} lr @param {any} fallback @param {import('./schedule-words.js').SaySchedule} say */
function rateText(lr, fallback, say) {
  if (typeof lr === 'number') return `ϵ = ${formatNumber(lr)}`;
  const { type, base = fallback } = /** @type {import('../core/schedules.js').ScheduleObject} */ (lr);
  const schedule = say(/** @type {Parameters<typeof say>[0]} */ (`schedule_${type}`));
  return say('scheduledRate', { rate: `ϵ = ${formatNumber(base)}`, schedule });
}

/** @param {number} k @param {'light' | 'dark'} theme */
function swatch(k, theme) {
  const { color, dash, marker } = runStyle(k, theme);
  const line = { x1: 0, x2: SWATCH, stroke: color, 'stroke-width': 2, 'stroke-dasharray': dash.join(' ') || null };
  return element('line', line) + mark(marker, [SWATCH / 2, 0], 4.5, { fill: color });
}
