import { steps } from './steps.js';

Object.assign(globalThis, { steps });
