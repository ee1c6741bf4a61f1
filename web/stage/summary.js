/**
 * What a picture shows, in a sentence, for those who cannot see it.
 */
import { formatNumber } from '../figures/format.js';
import { runName } from './names.js';

/** @param {import('./view.js').StageView} view */
export function summary({ trace, position, states, config, say }) {
  if (!trace) return '';
  const runs = trace.runs.flatMap((run, k) => {
    if (states[k] < 0) return [];
    const name = runName(trace.config, k);
    if (run.stopped && states[k] >= run.stopped.step)
      return [say('summaryStopped', { name, step: run.stopped.step, what: say(`${run.stopped.what}_`) })];
    return [say('summaryRun', { name, loss: formatNumber(run.loss[states[k]]) })];
  });
  return say(config.view.axis === 'steps' ? 'summary' : 'summaryEvaluations', {
    step: position,
    runs: runs.join('; '),
  });
}
