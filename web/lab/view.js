/**
 * What the page's templates are given: what there is to show, and what can be done.
 *
 * @typedef {import('../experiment/config.js').Config} Config
 *
 * @typedef {object} OwnView
 * @property {import('../core/index.js').Kudari} kudari
 * @property {import('./strings.js').Say} say
 * @property {string[]} faults what the reader should know of the link, of a file, or of the last change
 * @property {boolean} badLink
 * @property {string} badFile the name of the file that could not be opened
 * @property {boolean} canUndo
 * @property {boolean} canRedo
 * @property {import('./editing.js').Edited} editing whose options are open
 * @property {import('./formula-field.js').FormulaState} formula
 * @property {string} said what became of the last thing asked for: a link copied
 * @property {import('../experiment/index.js').Preset | undefined} preset that the config is
 * @property {import('../experiment/index.js').Preset | undefined} origin the one it was made from
 *
 * @typedef {Omit<import('../stage/view.js').StageView, 'say'> & OwnView} PageView
 *
 * @typedef {object} OwnActions
 * @property {(config: any) => void} open
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {(id: string) => void} takeProblem
 * @property {(what: import('./editing.js').Edited) => void} openEditor
 * @property {(text: string) => void} typeFormula
 * @property {(k: number, method: string) => void} takeMethod
 * @property {() => void} addRun
 * @property {(name: import('../experiment/config.js').Curve, on: boolean) => void} showCurve
 * @property {(k: number) => void} toggleRun
 * @property {(k: number) => void} removeRun
 * @property {(k: number) => void} duplicateRun
 * @property {(k: number, by: 1 | -1) => void} moveRun
 * @property {(on: boolean) => void} race
 * @property {() => void} toggleLanguage
 * @property {() => void} toggleTheme
 * @property {(what: 'link' | 'embed' | 'config') => void} copy
 * @property {(kind: 'png' | 'svg' | 'csv' | 'json') => void} download
 * @property {(file: File) => void} openFile
 * @property {() => void} dismiss
 *
 * @typedef {import('../stage/view.js').StageActions & OwnActions} Actions
 */

export {};
