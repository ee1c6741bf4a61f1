/**
 * Which of its panels a config calls for.
 */

/** @typedef {import('../experiment/config.js').Config} Config */

/** The curves in the order of the page: each one's column of the trace. */
export const columnOf = /** @type {const} */ ({
  loss: 'loss',
  preconditioned: 'preconditioned',
  sharpness: 'sharpness',
  samSharpness: 'samSharpness',
  accuracy: 'testAccuracy',
  gradientNorm: 'gradientNorm',
  lr: 'lr',
});

/** @typedef {keyof typeof columnOf} CurveName */

export const curveNames = /** @type {CurveName[]} */ (Object.keys(columnOf));

/** What is asked for and measured. @param {Config} config */
export const curvesOf = (config) =>
  curveNames.filter((name) => config.view.panels.includes(name) && isMeasured(name, config));

/** What is to stand beside the curves, if its problem has it: of two, the one named first. @param {Config} config */
export const pictureOf = ({ view }) =>
  view.panels.find((panel) => panel === 'landscape' || panel === 'boundary') ?? null;

/** @param {CurveName} name @param {Config} config */
function isMeasured(name, { measure }) {
  if (name === 'sharpness' || name === 'preconditioned' || name === 'accuracy') return measure[name] > 0;
  return name !== 'samSharpness' || measure.samSharpness !== null;
}
