/**
 * The lecture notes as a reader sees them, in Chromium.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseConfig } from 'kudari/experiment';
import { renderNotes } from '../../web/notes/build.js';
import { makeReader } from './reader.js';

const reader = makeReader();

/** @param {string} language */
async function read(language) {
  await reader.page.goto(`${reader.site.url}notes/${language}/index.html`);
  await reader.page.evaluate(async () => {
    await document.fonts.ready;
    await customElements.whenDefined('kudari-lab');
  });
}

/** How high each figure is. */
const heights = () =>
  reader.page.$$eval('kudari-lab', (all) => all.map((each) => /** @type {HTMLElement} */ (each).offsetHeight));

/** Scrolls through the whole, until each figure has been drawn. */
const scrollThrough = () =>
  reader.page.evaluate(async () => {
    for (const figure of document.querySelectorAll('kudari-lab')) {
      figure.scrollIntoView();
      const lab = /** @type {Element} */ (figure.shadowRoot?.querySelector('.lab'));
      while (lab.hasAttribute('data-waits')) await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });

for (const language of /** @type {const} */ (['en', 'ja'])) {
  describe(language, () => {
    for (const [width, scheme] of /** @type {const} */ ([
      [1280, 'light'],
      [1280, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ])) {
      test(`is readable at ${width}, ${scheme}: nothing sideways, no formula lost or cut, no complaint`, async () => {
        await reader.page.setViewport({ width, height: 844 });
        await reader.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await read(language);
        const seen = await reader.page.evaluate(() => {
          const boxes = [...document.querySelectorAll('math')].map((math) => math.getBoundingClientRect());
          const scrolls = [...document.querySelectorAll('.formula, .table, td')];
          return {
            wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            formulas: boxes.length,
            lost: boxes.filter(({ width, height }) => width < 4 || height < 4).length,
            cut: [...document.querySelectorAll('.formula')]
              .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
              .map((formula) => formula.querySelector('annotation')?.textContent),
            errors: document.querySelectorAll('merror, .temml-error').length,
            // What is wider than its place must be inside something that scrolls.
            outside: [...document.querySelectorAll('main *')]
              .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5)
              .filter((each) => !scrolls.some((scroll) => scroll.contains(each)))
              .map((each) => each.outerHTML.slice(0, 100)),
            // Fonts that a formula is drawn in: a fraction is as high as its font wants it, not as the line.
            font: document.fonts.check('16px "Notes Math"'),
            paper: getComputedStyle(document.body).backgroundColor,
          };
        });
        const { formulas } = renderNotes(language);
        assert.deepEqual(seen, {
          wide: 0,
          formulas: formulas.length,
          lost: 0,
          cut: [],
          errors: 0,
          outside: [],
          font: true,
          paper: scheme === 'dark' ? 'rgb(20, 23, 26)' : 'rgb(251, 250, 247)',
        });
        assert.deepEqual(reader.complaints, []);
      });
    }

    test('typesets formulas two-dimensionally: a fraction’s parts lie above each other, a root covers what is under it', async () => {
      await read(language);
      const gaps = await reader.page.$$eval('.formula mfrac', (fractions) =>
        fractions.map((fraction) => {
          const [above, below] = [...fraction.children].map((part) => part.getBoundingClientRect());
          return [below.top - above.bottom, Math.abs(below.left + below.right - above.left - above.right) / 2];
        }),
      );
      assert.ok(gaps.length > 20);
      // Apart, and centred on one line.
      for (const [gap, shift] of gaps) assert.ok(gap > 0 && shift < 2, `${gap}, ${shift}`);
      const roots = await reader.page.$$eval('.formula msqrt', (all) =>
        all.map((root) => {
          const inner = /** @type {Element} */ (root.firstElementChild).getBoundingClientRect();
          const outer = root.getBoundingClientRect();
          return [inner.top - outer.top, inner.left - outer.left];
        }),
      );
      assert.ok(roots.length > 10);
      for (const [above, before] of roots) assert.ok(above > 0 && before > 4, `${above}, ${before}`);
    });

    test('leads to the other language, and from its contents to each section', async () => {
      await read(language);
      const other = language === 'en' ? 'ja' : 'en';
      for (const id of await reader.page.$$eval('nav a', (links) => links.map((link) => link.hash))) {
        await reader.page.click(`nav a[href="${id}"]`);
        const top = await reader.page.$eval(id, (heading) => heading.getBoundingClientRect().top);
        const end = await reader.page.evaluate(() => scrollY + innerHeight >= document.body.scrollHeight - 2);
        assert.ok(Math.abs(top) < 40 || end, `${id}: ${top}`);
        await reader.page.evaluate(() => scrollTo(0, 0));
      }
      await Promise.all([reader.page.waitForNavigation(), reader.page.click(`header a[hreflang="${other}"]`)]);
      assert.equal(await reader.page.$eval('html', (html) => html.lang), other);
      assert.deepEqual(reader.complaints, []);
    });

    for (const width of [1280, 390])
      test(`keeps the room of its figures at ${width}: nothing moves when their script comes and when they begin`, async () => {
        await reader.page.setViewport({ width, height: 844 });
        await reader.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
        await reader.page.setRequestInterception(true);
        // The page of an earlier test may have installed one.
        await reader.page.setBypassServiceWorker(true);
        /** @type {() => void} */ let letIn = () => {};
        const late = new Promise((resolve) => (letIn = () => resolve(null)));
        reader.page.on('request', async (request) => {
          if (request.url().endsWith('/embed.js')) await late;
          await request.continue();
        });
        const whole = read(language);
        // Read to its end, with its styles; a module waits for that and was held back.
        await reader.page.waitForFunction(
          () => document.readyState !== 'loading' && document.querySelector('kudari-lab'),
        );
        await reader.page.evaluate(() => document.fonts.ready.then(() => {}));
        assert.equal(await reader.page.evaluate(() => customElements.get('kudari-lab') === undefined), true);
        const before = await heights();
        assert.equal(before.length, renderNotes(language).figures.length);
        letIn();
        await whole;
        assert.deepEqual(await heights(), before);
        await scrollThrough();
        // A legend takes the lines that its words need, which nobody knows before.
        (await heights()).forEach((height, i) => {
          const more = height - before[i];
          assert.ok(more >= -1 && more <= 100, `figure ${i}: ${before[i]}, then ${height}`);
        });
      });

    test('opens a figure’s experiment in the page', async () => {
      await reader.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
      await read(language);
      // One that the page has no name for.
      const link = '#figure-second-moment a.open';
      await Promise.all([reader.page.waitForNavigation(), reader.page.click(link)]);
      await reader.page.waitForSelector('#step');
      await reader.settle();
      const meant = renderNotes(language).figures.find(({ id }) => id === 'second-moment');
      assert.deepEqual(await reader.config(), parseConfig(meant?.config ?? {}));
      assert.equal(await reader.page.$eval('html', (html) => html.lang), language);
      assert.deepEqual(reader.complaints, []);
    });
  });
}

test('the first page offers both languages', async () => {
  await reader.page.goto(`${reader.site.url}notes/`);
  const links = await reader.page.$$eval('a', (all) => all.map((link) => [link.hreflang, link.getAttribute('href')]));
  assert.deepEqual(links, [
    ['ja', 'ja/index.html'],
    ['en', 'en/index.html'],
  ]);
  assert.deepEqual(reader.complaints, []);
});
