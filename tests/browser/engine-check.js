/**
 * What every engine must do the same: runs in a page, in a worker and in Node, and returns plain data.
 */

/** @typedef {{ worst: number, digest: string, sources: string[], figure: number[] }} Findings */

/**
 * @param {string} base URL of the repository's root
 * @param {(path: string) => Promise<Uint8Array<ArrayBuffer>>} read a file of it
 * @returns {Promise<Findings>}
 */
export async function checkEngine(base, read) {
  const { loadKudari } = await import(new URL('dist/kudari.js', base).href);
  const { defaultConfig, runExperiment } = await import(new URL('dist/experiment.js', base).href);
  const bytes = await read('dist/kudari.wasm');
  const sources = {
    default: undefined,
    bytes,
    module: await WebAssembly.compile(bytes),
    url: new URL('dist/kudari.wasm', base),
  };
  const golden = JSON.parse(new TextDecoder().decode(await read('tests/golden/optimizers.json')));
  /** @type {ReturnType<typeof replay>[]} */
  const results = [];
  for (const wasm of Object.values(sources)) results.push(replay(await loadKudari({ wasm }), golden));
  const same = results.every(({ digest }) => digest === results[0].digest);
  if (!same) throw new Error('the same core from another source gave other bits');
  const { runs } = await runExperiment(await loadKudari(), defaultConfig);
  return {
    ...results[0],
    sources: Object.keys(sources),
    figure: runs.map((/** @type {any} */ run) => run.loss.at(-1)),
  };
}

/**
 * Every golden case from the same gradients: the largest difference, and a digest of every bit of the way.
 *
 * @param {any} kudari
 * @param {any} golden
 */
function replay(kudari, golden) {
  let worst = 0;
  let hash = 0x811c9dc5; // FNV-1a over the parameters of every step
  for (const { method, options, dtype, w } of golden.cases) {
    const optimizer = kudari.optimizer(method, golden.w0, { ...options, dtype });
    golden.grads.forEach((/** @type {number[]} */ gradient, /** @type {number} */ t) => {
      optimizer.gradient.set(gradient);
      optimizer.update();
      const params = optimizer.params;
      for (const byte of new Uint8Array(params.buffer, params.byteOffset, params.byteLength))
        hash = Math.imul(hash ^ byte, 0x01000193);
      w[t + 1]?.forEach((/** @type {number} */ expected, /** @type {number} */ i) => {
        const error = Math.abs(params[i] - expected) / Math.max(1, Math.abs(expected));
        // A NaN must count as the worst.
        if (!(error <= worst)) worst = error;
      });
    });
    optimizer.dispose();
  }
  return { worst, digest: (hash >>> 0).toString(16) };
}
