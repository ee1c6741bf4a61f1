/**
 * A program that answers each line with a line.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** @param {string} program @param {readonly string[]} parameters */
export function converse(program, parameters) {
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** @param {string | number} line @returns {Promise<string>} */
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ${parameters.join(' ')} ended without an answer`);
      return value;
    },
    close: () => void child.stdin.end(),
  };
}

/** What contestants in other processes have in common. @param {ReturnType<typeof converse>} conversation */
export function contestantOf({ ask, close }) {
  const answered = async (/** @type {string | number} */ line) => {
    const said = await ask(line);
    if (said.startsWith('failed ')) throw new Error(said.slice(7));
    return said;
  };
  return {
    /** @param {number} updates @returns {Promise<number>} nanoseconds */
    time: async (updates) => Number(await answered(updates)),
    /** The first of them. @returns {Promise<number[]>} */
    params: async () => (await answered('w')).trim().split(' ').map(Number),
    close,
  };
}

/** @typedef {ReturnType<typeof contestantOf>} Contestant */
