/**
 * The reader's own function while it is being typed: what is wrong with it, and how well its derivatives are checked.
 */
import { checkDomain, formula } from '../problems/index.js';

export class Formula {
  /** @type {import('./formula-field.js').FormulaState} */
  state = { text: null, message: '', at: null, difference: null };

  /**
   * A text that has been typed.
   *
   * @param {string} text
   * @param {import('../experiment/config.js').Config} config
   * @returns {boolean} whether it is a function, and can be run
   */
  type(text, { problem: { id: _, ...options }, start }) {
    try {
      formula({ ...options, f: text, startX: start[0], startY: start[1] });
      this.state = { ...this.state, text: null, message: '', at: null };
      return true;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const { at = null } = /** @type {{ at?: number }} */ (error);
      this.state = { text, message: error.message.replace(/^formula: f: /, ''), at, difference: null };
      return false;
    }
  }

  /** A problem that is run now. @param {import('../problems/problem.js').Problem} problem */
  check(problem) {
    const own = problem.id === 'formula';
    const { gradient, hessian } = own ? checkDomain(problem) : { gradient: 0, hessian: 0 };
    this.state = { text: null, message: '', at: null, difference: own ? Math.max(gradient, hessian) : null };
  }
}
