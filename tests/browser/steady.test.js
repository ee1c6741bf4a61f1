/**
 * That nothing on the page moves under the reader's eyes or hand, in Chromium.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeReader } from './reader.js';

const reader = makeReader();

/** Makes the machine a slow one, on which each state of the page is seen. @param {number} rate */
async function slowDown(rate) {
  const session = await reader.page.createCDPSession();
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

for (const [width, height] of [
  [1280, 800],
  [390, 844],
])
  describe(`at ${width} × ${height}`, () => {
    test('what has been painted stays where it is while the page opens', async () => {
      await reader.page.setViewport({ width, height });
      await slowDown(4);
      await reader.page.evaluateOnNewDocument(() => {
        /** @type {string[]} */
        const moved = [];
        Object.assign(globalThis, { moved });
        new PerformanceObserver((list) => {
          for (const { sources } of /** @type {any[]} */ (list.getEntries()))
            for (const { node, previousRect, currentRect } of sources)
              moved.push(`${node?.id || node?.className || node?.nodeName}: ${previousRect.y} to ${currentRect.y}`);
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await reader.open();
      await reader.computed();
      assert.deepEqual(await reader.page.evaluate(() => /** @type {any} */ (globalThis).moved), []);
      assert.deepEqual(reader.complaints, []);
    });

    test('the figures stay where they are while it computes', async () => {
      await reader.page.setViewport({ width, height });
      await reader.open("#problem={'id':'network'}&steps=100000&runs=sgd");
      await reader.page.waitForSelector('#stop');
      const top = async () => [(await reader.boxOf('#landscape')).y, (await reader.boxOf('#note')).width > width / 2];
      const computing = await top();
      await reader.page.waitForFunction(
        () => getComputedStyle(/** @type {Element} */ (document.querySelector('#stop'))).visibility === 'visible',
      );
      await reader.click('#stop');
      await reader.page.waitForSelector('#resume');
      assert.deepEqual(await top(), computing);
      await reader.enter('#steps', 10);
      await reader.computed();
      assert.equal(await reader.textOf('#computing'), '');
      assert.deepEqual(await top(), computing);
    });
  });
