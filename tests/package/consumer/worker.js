import { steps } from './steps.js';

onmessage = async ({ data }) => postMessage(await steps(data));
