/**
 * The formula parser as the page gets it: in a chunk of its own, under the page's content security policy.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchChromium, serve, pageFile } from './site.js';

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import('puppeteer-core').Browser} */ let browser;

before(async () => {
  site = await serve();
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  site?.close();
});

test('a formula is parsed, differentiated and evaluated where eval is forbidden', async () => {
  const chunk = pageFile(/^lab-calculus-.*\.js$/);
  const page = await browser.newPage();
  /** @type {string[]} */
  const requests = [];
  page.on('request', (request) => void requests.push(request.url().replace(site.url, '')));
  await page.goto(site.url, { waitUntil: 'networkidle0' });
  assert.ok(!requests.includes(String(chunk)), 'not loaded before it is asked for');

  const outcome = await page.evaluate(
    async (path) => {
      /** @type {string[]} */
      const violations = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        violations.push(effectiveDirective),
      );
      const { compile, run } = await import(path);
      const program = compile('x^2 y + abs(sin(x)) + e^y');
      const registers = program.registers.slice();
      run(program, registers, 2, 1, program.results[5].end);
      const values = program.results.map((/** @type {any} */ { register }) => registers[register]);
      const loaded = [...violations];
      // The policy is in force: what the parser does without is refused here.
      let refused = '';
      try {
        new Function('return 1')();
      } catch (error) {
        refused = String(error);
      }
      // It is told of soon.
      while (violations.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      return { values, loaded, refused, violations };
    },
    new URL(String(chunk), site.url).href,
  );

  // f, fx, fy, fxx, fxy, fyy at (2, 1), where sin(x) > 0.
  const { sin, cos, E } = Math;
  const expected = [4 + sin(2) + E, 4 + cos(2), 4 + E, 2 - sin(2), 4, E];
  outcome.values.forEach((/** @type {number} */ value, /** @type {number} */ k) =>
    assert.ok(Math.abs(value - expected[k]) < 1e-13, `${k}: ${value}, not ${expected[k]}`),
  );
  assert.equal(outcome.values.length, expected.length);
  assert.deepEqual(outcome.loaded, []);
  assert.match(outcome.refused, /EvalError/);
  assert.deepEqual(outcome.violations, ['script-src']);
});
