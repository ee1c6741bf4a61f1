/**
 * What the templates of the stage are given: what there is to show, and what can be done.
 *
 * @typedef {import('../experiment/config.js').Config} Config
 *
 * @typedef {object} StageView
 * @property {Config} config
 * @property {import('../problems/problem.js').Problem} problem
 * @property {import('../experiment/trace.js').Trace | null} trace
 * @property {import('../words/words.js').Language} language
 * @property {import('./phrases.js').Say} say
 * @property {'light' | 'dark'} theme
 * @property {string} link to the experiment on the page itself, from a figure in another one; else ''
 * @property {number} speed
 * @property {boolean} loop
 * @property {boolean} playing
 * @property {number} position of the cursor on the axis
 * @property {number} end of what is computed
 * @property {number} last position that there will be
 * @property {boolean} complete whether no more will come by itself
 * @property {boolean} stopped whether the computing was stopped before its end
 * @property {readonly number[]} states of each run at the cursor; −1 for a hidden one
 * @property {Picture} picture
 *
 * @typedef {object} Hint what is said about a figure
 * @property {string} whole
 * @property {string} [brief] what is said where the whole does not fit, '' for nothing; without it the whole is short
 *
 * @typedef {object} Picture what stands on the left
 * @property {'landscape' | 'boundary' | null} shown
 * @property {boolean} both whether the other can be shown too
 * @property {Hint} hint
 * @property {string} reading what lies under the pointer
 *
 * @typedef {object} StageActions
 * @property {(edit: (draft: Config) => void, key?: string | null) => void} edit a key names what is changed: changes of
 *   the same in one breath are undone as one
 * @property {() => void} stop the computing
 * @property {() => void} resume it
 * @property {() => void} togglePlay
 * @property {() => void} toggleLoop
 * @property {(by: number) => void} nudge
 * @property {(position: number) => void} seek
 * @property {(speed: number) => void} setSpeed
 * @property {(factor: number) => void} zoom
 */

export {};
