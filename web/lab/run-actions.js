/**
 * What the controls of the runs do; the editor stays with the run that it shows.
 */
import * as edits from './edits.js';

/**
 * @param {object} parts
 * @param {import('../core/index.js').Kudari} parts.kudari
 * @param {import('./view.js').Actions['edit']} parts.edit
 * @param {import('./editing.js').Editing} parts.editing
 * @param {() => import('../problems/problem.js').Problem} parts.problem the present one
 * @returns {Pick<import('./view.js').Actions, 'takeMethod' | 'addRun' | 'toggleRun' | 'removeRun' | 'duplicateRun' | 'moveRun'>}
 */
export const runActions = ({ kudari, edit, editing, problem }) => ({
  takeMethod: (k, method) => edit((draft) => edits.takeMethod(draft, k, method, kudari, problem())),
  addRun: () => edit((draft) => edits.addRun(draft, kudari, problem())),
  toggleRun: (k) => edit((draft) => edits.toggleRun(draft, k)),
  removeRun: (k) => {
    edit((draft) => edits.removeRun(draft, k));
    editing.what = null;
  },
  duplicateRun: (k) => {
    edit((draft) => edits.duplicateRun(draft, k));
    editing.what = k + 1;
  },
  moveRun: (k, by) => {
    edit((draft) => edits.swapRuns(draft, k, k + by));
    editing.what = k + by;
  },
});
