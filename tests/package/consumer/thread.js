import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { steps } from './steps.js';

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { workerData: JSON.parse(process.argv[2]) });
  worker.once('message', (after) => console.log(JSON.stringify(after)));
} else {
  parentPort?.postMessage(await steps(workerData));
}
