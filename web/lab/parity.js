/**
 * The check against PyTorch: fetches the recorded trajectories when it is asked for, and replays them in slices beside
 * whatever else the page does.
 */
import { countFindings, replay } from '../experiment/parity.js';

/**
 * @typedef {import('../experiment/parity.js').Golden} Golden
 * @typedef {import('../experiment/parity.js').Finding} Finding
 */

/** A slice leaves room in a frame for the drawing. */
const SLICE = 6; // milliseconds

export class Parity {
  /** @type {'idle' | 'running' | 'done' | 'failed'} */ state = 'idle';
  /** So far. @type {Finding[]} */ findings = [];
  /** How many there will be; 0 until that is known. */
  total = 0;
  /** Why it failed. */
  reason = '';
  #kudari;
  #onChange;
  #load;

  /**
   * @param {import('../core/index.js').Kudari} kudari
   * @param {() => void} onChange called when any of the fields has changed
   * @param {() => Promise<Golden>} [load] default: parity.json beside this module
   */
  constructor(kudari, onChange, load = fetchGolden) {
    this.#kudari = kudari;
    this.#onChange = onChange;
    this.#load = load;
  }

  /** Begins anew, unless it runs already. Resolves when it is done or has failed; never rejects. */
  async start() {
    if (this.state === 'running') return;
    Object.assign(this, { state: 'running', findings: [], total: 0, reason: '' });
    this.#onChange();
    try {
      const golden = checkGolden(await this.#load());
      this.total = countFindings(golden);
      await this.#replay(golden);
      this.state = 'done';
    } catch (error) {
      this.state = 'failed';
      this.reason = error instanceof Error ? error.message : String(error);
    }
    this.#onChange();
  }

  /** @param {Golden} golden */
  async #replay(golden) {
    let until = performance.now() + SLICE;
    for (const finding of replay(this.#kudari, golden)) {
      this.findings.push(finding);
      if (performance.now() < until) continue;
      this.#onChange();
      await new Promise((resolve) => setTimeout(resolve));
      until = performance.now() + SLICE;
    }
  }
}

/** @returns {Promise<Golden>} */
async function fetchGolden() {
  const url = new URL('./parity.json', import.meta.url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status} ${response.statusText}`.trim());
  return response.json();
}

/** A check that compares nothing would find no difference. @param {any} golden @returns {Golden} */
function checkGolden(golden) {
  for (const part of ['optimizers', 'sam', 'schedules'])
    if (!golden?.[part]?.cases?.length) throw new RangeError(`what was recorded has no cases of ${part}`);
  return golden;
}
