import { loadKudari, type Kudari, type Optimizer } from 'kudari';
import 'kudari/embed';
import 'kudari/kudari-lab.js';
import { runExperiment, type Config, type Trace } from 'kudari/experiment';
import { network, type Problem } from 'kudari/problems';

const kudari: Kudari = await loadKudari();
const problem: Problem = network({ hidden: [8], seed: 1 });
const optimizer: Optimizer = kudari.optimizer('adamw', problem.start, {
  lr: 1e-3,
  weightDecay: 0.01,
  sam: { rho: 0.05 },
});
const loss: number = optimizer.step((w, g) => problem.gradient(w, g));
const last: number | undefined = kudari.sharpness(problem, optimizer.params).values.at(0);
const trace: Trace = await runExperiment(kudari, { problem: 'rosenbrock', runs: ['adam'] });
const config: Config = trace.config;
export const seen: [number, number | undefined, number] = [loss, last, config.steps];

// @ts-expect-error a misspelt option
kudari.optimizer('adamw', [0], { weightdecay: 0.01 });
// @ts-expect-error an option of another type
network({ hidden: 8 });
