import { loadKudari, type Kudari, type LearningRate, type MethodId, type Optimizer, type ScheduleObject } from 'kudari';
import 'kudari/embed';
import 'kudari/kudari-lab.js';
import {
  createExperiment,
  defaultConfig,
  parseConfig,
  presets,
  runExperiment,
  stringifyConfig,
  type Config,
  type ConfigInput,
  type ProblemId,
  type Trace,
} from 'kudari/experiment';
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

// Methods and problems by their ids, and by any other string.
export const methods: MethodId[] = ['sgd', 'lion'];
export const problems: ProblemId[] = ['sharp-flat', 'formula'];
// @ts-expect-error no method
methods.push('adm');
// @ts-expect-error no problem
problems.push('rosenbrok');
kudari.optimizer('adam' as string, [0]);

// Schedules: each with its own options.
export const rates: LearningRate[] = [
  0.1,
  (t) => 1 / (t + 1),
  { type: 'cosine', base: 0.1, steps: 50, minLr: 1e-3, warmup: { steps: 5, startFactor: 0 } },
  { type: 'oneCycle', steps: 50, warmup: 0.3 },
  { type: 'warmup', steps: 5 },
];
// @ts-expect-error a misspelt schedule
export const misspelt: ScheduleObject = { type: 'cosin' };
// @ts-expect-error an option of PyTorch's
kudari.optimizer('sgd', [0], { lr: { type: 'cosine', T_max: 5 } });
// @ts-expect-error an option of another schedule
optimizer.lr = { type: 'step', steps: 5 };
// @ts-expect-error the share that only oneCycle takes
kudari.schedule({ type: 'cosine', warmup: 0.3 });
// @ts-expect-error the linear warm-up that oneCycle does not take
kudari.schedule({ type: 'oneCycle', warmup: { steps: 5 } });

// Changes of options, and saved states, also as JSON has them.
optimizer.set({ lr: { type: 'exponential', factor: 0.9 }, sam: null, groups: [{ start: 0, end: 1, lr: 0 }] });
// @ts-expect-error a misspelt option
optimizer.set({ weight_decay: 0.1 });
const { slots, ...rest } = optimizer.state();
const portable = Object.fromEntries(Object.entries(slots).map(([name, vector]) => [name, Array.from(vector)]));
kudari.restore({ ...rest, slots: portable }, { lr: 0.1 });
// @ts-expect-error an option of another type
kudari.restore(optimizer.state(), { lr: '0.1' });
// @ts-expect-error no state
kudari.restore({ steps: 3 });

// What has a Hessian needs no more than it.
kudari.sharpness(
  { size: 2, hessianVector: (_w: number[], v: number[], out: number[]) => void out.splice(0, 2, ...v) },
  [0, 0],
);
kudari.trace({ size: 1, gradient: (w, g) => (g[0] = w[0]) }, [0]);
kudari.sharpness({ size: 1, loss: () => 0, gradient: () => 0, hessianVector() {} }, [0]);
// @ts-expect-error neither gradient nor hessianVector
kudari.sharpness({ size: 2, loss: () => 0 }, [0, 0]);
// @ts-expect-error what can be climbed needs its gradient
kudari.samSharpness({ size: 2, loss: () => 0 }, [0, 0]);

// Configs as one writes them, and as they come back.
const written: ConfigInput = {
  problem: { id: 'formula', f: 'x^2 + y^2' },
  start: new Float64Array([1, 2]),
  steps: 5,
  dtype: 'float64',
  runs: [
    'adam',
    { method: 'sgd', lr: { type: 'cosine', steps: 5 }, sam: { rho: 0.1, p: 'inf' }, groups: [{ start: 0, end: 1 }] },
  ],
  measure: { sharpness: 1, samSharpness: { rho: 0.1 } },
  view: { panels: ['loss', 'lr'], scales: { loss: 'log' } },
};
for (const input of [written, defaultConfig, config, '#steps=5', { steps: '5', runs: 'adam' }, presets[0].config, {}])
  stringifyConfig(parseConfig(input));
createExperiment(kudari, 'problem=valley').dispose();
// @ts-expect-error a misspelt field
parseConfig({ step: 5 });
// @ts-expect-error a misspelt option of a run
parseConfig({ runs: [{ method: 'adam', beta_1: 0.9 }] });
// @ts-expect-error a run without a method
parseConfig({ runs: [{ lr: 0.1 }] });
// @ts-expect-error a misspelt schedule of a run
createExperiment(kudari, { runs: [{ method: 'sgd', lr: { type: 'cosin' } }] });
// @ts-expect-error a rate that is a function is no plain data
parseConfig({ runs: [{ method: 'sgd', lr: () => 0.1 }] });
// @ts-expect-error no panel
parseConfig({ view: { panels: ['los'] } });
// @ts-expect-error no promise of kudari
runExperiment(loadKudari(), {});
// @ts-expect-error a misspelt option
runExperiment(kudari, {}, { onprogress() {} });
