import { readFile } from 'node:fs/promises';
import { loadKudari, type WasmSource } from 'kudari';
import { runExperiment } from 'kudari/experiment';
import { rosenbrock } from 'kudari/problems';

const sources: WasmSource[] = ['kudari.wasm', new URL('file:///kudari.wasm'), await readFile('kudari.wasm')];
const kudari = await loadKudari({ wasm: sources[0] });
{
  using optimizer = kudari.optimizer('adam', rosenbrock().start);
  optimizer.update();
}
export const trace = await runExperiment(kudari, {}, { signal: AbortSignal.timeout(1000) });

// @ts-expect-error a number is no module
loadKudari({ wasm: 1 });
