/**
 * Points in the plane that a classifier is to tell apart, and what else is drawn at random about a training set.
 */
import { random } from './random.js';

/**
 * @typedef {import('./random.js').Random} Random
 * @typedef {{ x: number[][], y: number[] }} Points inputs, one row a point, and classes or targets
 * @typedef {keyof typeof shapes} ShapeId
 */

/**
 * Streams of a problem's seed. Step t of a mini-batch uses stream t, so these count down from the last one: neither
 * reaches the other.
 */
export const streams = /* @__PURE__ */ Object.freeze({
  train: Number.MAX_SAFE_INTEGER,
  test: Number.MAX_SAFE_INTEGER - 1,
  flips: Number.MAX_SAFE_INTEGER - 2,
  start: Number.MAX_SAFE_INTEGER - 3,
});

/**
 * One point to be placed: the j-th of the m points of its class.
 *
 * @typedef {{ label: number, classes: number, j: number, m: number, generator: Random }} Place
 */

/**
 * Where a point lies before noise: on a curve at even distances, as scikit-learn's make_moons and make_circles have it,
 * in a region at random.
 *
 * @type {Readonly<Record<'moons' | 'rings' | 'spirals' | 'blobs' | 'xor', { classes: number,
 *   place: (place: Place) => [number, number] }>>}
 */
const shapes = {
  // make_moons: two half circles of radius 1, one upside down about (1, ½).
  moons: {
    classes: 2,
    place({ label, j, m }) {
      const angle = (Math.PI * j) / Math.max(1, m - 1);
      return label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    },
  },
  // make_circles: radius 1 and ½ about the origin.
  rings: {
    classes: 2,
    place: ({ label, j, m }) => polar(label === 0 ? 1 : 0.5, (2 * Math.PI * j) / m),
  },
  // Two arms of one and a half turns, half a turn apart, out to radius 2. The root makes the distances even.
  spirals: {
    classes: 2,
    place({ label, j, m }) {
      const t = Math.sqrt((j + 0.5) / m);
      return polar(2 * t, Math.PI * (3 * t + label));
    },
  },
  // At the corners of a regular polygon in the unit circle, the first at the top: noise alone makes the blobs.
  blobs: {
    classes: 3,
    place: ({ label, classes }) => polar(1, Math.PI * (0.5 + (2 * label) / classes)),
  },
  // The quadrants of the square [−1, 1]²: class 1 where the signs differ.
  xor: {
    classes: 2,
    place({ label, generator }) {
      const a = generator.next();
      const b = generator.next() * (label === 0 ? 1 : -1);
      return generator.integer(2) === 0 ? [a, b] : [-a, -b];
    },
  },
};

/** @type {readonly ShapeId[]} */
export const shapeIds = /* @__PURE__ */ Object.freeze(/** @type {ShapeId[]} */ (/* @__PURE__ */ Object.keys(shapes)));

/**
 * @param {number} radius
 * @param {number} angle
 * @returns {[number, number]}
 */
const polar = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];

/**
 * How many classes a shape has by itself.
 *
 * @param {ShapeId} id
 */
export const classesOf = (id) => shapes[id].classes;

/**
 * Draws points with the classes 0, 1, 2…, 0, 1… in turn, so that no class has more than one point more than another.
 * Both coordinates get Gaussian noise.
 *
 * @param {ShapeId} id
 * @param {object} settings
 * @param {number} settings.points
 * @param {number} settings.noise standard deviation
 * @param {number} [settings.classes] of blobs; the other shapes have two
 * @param {Random} generator
 * @returns {Points}
 */
export function drawPoints(id, { points, noise, classes = classesOf(id) }, generator) {
  const y = Array.from({ length: points }, (_, i) => i % classes);
  const x = y.map((label, i) => {
    const place = { label, classes, j: Math.floor(i / classes), m: Math.ceil((points - label) / classes), generator };
    const [a, b] = shapes[id].place(place);
    return [a + noise * generator.normal(), b + noise * generator.normal()];
  });
  return { x, y };
}

/**
 * Fills the beginning of `order` with distinct whole numbers below its length, every choice being as likely: the
 * first steps of a Fisher–Yates shuffle. Depends on nothing that `order` held before. Allocates nothing.
 *
 * @param {Int32Array} order
 * @param {number} size how many, at most order.length
 * @param {Random} generator
 */
export function chooseDistinct(order, size, generator) {
  const count = order.length;
  for (let i = 0; i < count; i++) order[i] = i;
  for (let i = 0; i < size; i++) {
    const j = i + generator.integer(count - i);
    const chosen = order[j];
    order[j] = order[i];
    order[i] = chosen;
  }
}

/**
 * Gives exactly round(share·points) of the points another class, each other one being as likely.
 *
 * @param {number[]} y changed in place
 * @param {number} classes
 * @param {number} share 0 to 1
 * @param {Random} generator
 * @returns {number[]} the changed indices, ascending
 */
export function flipLabels(y, classes, share, generator) {
  const order = new Int32Array(y.length);
  const count = Math.round(share * y.length);
  chooseDistinct(order, count, generator);
  const flipped = Array.from(order.subarray(0, count)).sort((a, b) => a - b);
  for (const i of flipped) y[i] = (y[i] + 1 + generator.integer(classes - 1)) % classes;
  return flipped;
}

/**
 * A training set, some of its labels flipped, and a clean test set, all from one seed. Noise, flips and test points
 * come from streams of their own: changing the number of one leaves the others as they were.
 *
 * @param {ShapeId} id
 * @param {object} settings
 * @param {number} settings.points
 * @param {number} settings.noise
 * @param {number} settings.flips share of the training labels
 * @param {number} settings.testPoints
 * @param {number} settings.seed
 * @param {number} [settings.classes]
 */
export function drawData(id, { points, noise, flips, testPoints, seed, classes = classesOf(id) }) {
  const train = drawPoints(id, { points, noise, classes }, random(seed, streams.train));
  const test = drawPoints(id, { points: testPoints, noise, classes }, random(seed, streams.test));
  const flipped = flipLabels(train.y, classes, flips, random(seed, streams.flips));
  return { ...train, testX: test.x, testY: test.y, inputs: 2, classes, flipped };
}

/**
 * The rectangle around all inputs with a margin of a tenth, if they lie in a plane.
 *
 * @param {readonly (readonly number[])[]} x not empty
 * @returns {[number, number][] | undefined}
 */
export function inputDomain(x) {
  if (x[0].length !== 2) return undefined;
  return [0, 1].map((i) => {
    const values = x.map((row) => row[i]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const margin = (high - low) / 10 || 1;
    return [low - margin, high + margin];
  });
}
