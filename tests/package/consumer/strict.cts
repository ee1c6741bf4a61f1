import { loadKudari } from 'kudari';

export const size: Promise<number> = loadKudari().then((kudari) => kudari.optimizer('sgd', [1, 2], { lr: 0.1 }).size);
