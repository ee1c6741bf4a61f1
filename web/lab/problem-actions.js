/**
 * What the controls of the problem do: another one is taken, or the reader's own function is typed.
 */
import { makeProblem, prepare } from '../experiment/index.js';
import { takeFormula, takeProblem } from './edits.js';
import { element } from './element.js';

/**
 * @param {object} parts
 * @param {import('../core/index.js').Kudari} parts.kudari
 * @param {import('./session.js').Session} parts.session
 * @param {import('./formula.js').Formula} parts.formula
 * @param {import('./editing.js').Editing} parts.editing
 * @param {() => void} parts.redraw
 * @returns {Pick<import('./view.js').Actions, 'takeProblem' | 'typeFormula'>}
 */
export const problemActions = ({ kudari, session, formula, editing, redraw }) => ({
  takeProblem: async (id) => {
    try {
      await prepare({ problem: { id } });
    } catch (error) {
      session.complain(error);
      return;
    }
    const problem = makeProblem({ problem: { id }, seed: session.config.seed });
    session.edit((draft) => takeProblem(draft, kudari, problem));
    if (id !== 'formula') return;
    editing.open('problem');
    element('formula').focus({ preventScroll: true });
  },
  typeFormula: (text) => {
    if (formula.type(text, session.config)) session.edit((draft) => takeFormula(draft, text), 'formula');
    redraw();
  },
});
