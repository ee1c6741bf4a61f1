/**
 * The rates and radii that the page gives a method on a problem.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadKudari } from '../web/core/index.js';
import { createProblem, loadFormulas } from '../web/problems/index.js';
import { fittingRadius, fittingRate, fittingRun } from '../web/lab/fitting.js';

const kudari = await loadKudari();
await loadFormulas();

/** @param {string} method @param {string} id @param {Record<string, unknown>} [options] @param {number} [steps] */
const rate = (method, id, options = {}, steps = 100) => fittingRate(kudari, method, createProblem(id, options), steps);

/** Beale's picture is 9 wide. */
describe('a rate', () => {
  test('of plain descent stays below 2/λmax of the start by a factor of six, to one digit, and below 0.1', () => {
    for (const method of ['sgd', 'momentum', 'nesterov']) {
      // 0.3/λ: the quadratic's largest curvature is its condition number.
      assert.equal(rate(method, 'quadratic', { condition: 50 }), 0.006);
      assert.equal(rate(method, 'quadratic', { condition: 700 }), 0.0004);
      assert.equal(rate(method, 'quadratic', { condition: 1 }), 0.1);
      // Also where the strongest curvature is downward.
      assert.equal(rate(method, 'formula', { f: 'x^2 - 40y^2' }), 0.004);
      assert.equal(rate(method, 'formula', { f: '0x' }), 0.1, 'on the flat');
    }
  });

  test('of signs carries across one and a half pictures in the steps there are', () => {
    for (const method of ['rmsprop', 'adam', 'adamw', 'amsgrad', 'adabound', 'amsbound', 'nadam', 'adamax', 'lion'])
      for (const steps of [50, 200])
        assert.equal(rate(method, 'beale', {}, steps), Number((13.5 / steps).toPrecision(2)), method);
  });

  test('of RAdam, which begins with plain steps, is the smaller of both', () => {
    assert.equal(rate('radam', 'quadratic', { condition: 700 }), rate('sgd', 'quadratic', { condition: 700 }));
    assert.equal(rate('radam', 'quadratic', { condition: 1 }, 5000), rate('adam', 'quadratic', { condition: 1 }, 5000));
  });

  test('of AdaGrad falls with the root of the steps; AdaDelta has none to choose', () => {
    assert.equal(rate('adagrad', 'beale', {}, 100), 0.9);
    assert.equal(rate('adagrad', 'beale', {}, 10_000), 0.09);
    assert.equal(rate('adadelta', 'beale'), undefined);
  });

  test('of a network is the method’s own, but for plain descent', () => {
    for (const { id } of kudari.methods)
      assert.equal(
        rate(id, 'network', { hidden: [4], seed: 1 }) === undefined,
        !['sgd', 'momentum', 'nesterov'].includes(id),
        id,
      );
  });
});

test('a run names its rate only where one was found', () => {
  const beale = createProblem('beale');
  assert.deepEqual(fittingRun(kudari, 'adadelta', beale, 100), { method: 'adadelta' });
  assert.deepEqual(fittingRun(kudari, 'adam', beale, 100), { method: 'adam', lr: rate('adam', 'beale') });
});

test('a radius is a few hundredths of the picture, and SAM’s own for a network', () => {
  assert.equal(fittingRadius(createProblem('beale')), 0.27);
  assert.equal(fittingRadius(createProblem('network', { hidden: [4] })), 0.05);
});
