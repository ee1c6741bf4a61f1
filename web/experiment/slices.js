/**
 * Long work in slices that leave the event loop free between them.
 */

/** Work between two breathers of the event loop, well under one dropped frame's notice. */
const SLICE = 12; // milliseconds

/**
 * @typedef {object} Work
 * @property {boolean} done
 * @property {(milliseconds: number) => void} advance
 * @property {() => void} dispose
 */

/**
 * Works until all is done, and disposes of the work however it ended.
 *
 * @param {Work} work
 * @param {AbortSignal | undefined} signal
 * @param {() => void} onSlice called after each slice
 * @returns {Promise<void>}
 * @throws the signal's reason if it was aborted
 */
export async function workThrough(work, signal, onSlice) {
  try {
    while (!work.done) {
      work.advance(SLICE);
      onSlice();
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
    }
  } finally {
    work.dispose();
  }
}
