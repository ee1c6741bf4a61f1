/**
 * The lecture's slides, as they are built onto the page: every slide is shown once, in both languages.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { languages } from '../../web/notes/build.js';
import { makeFigures } from './figure.js';
import { makeReader, runColors } from './reader.js';

const reader = makeReader({ patience: 40 });
const { ask, until } = makeFigures(reader);

/** The slide that is shown, and what is in it. */
const slide = `document.querySelector('.bespoke-marp-active section')`;
const figure = `${slide}.querySelector('kudari-lab')`;

/** Room for the number of the page, in pixels of the slide. */
const FOOT = 28;

/** What goes beyond the slide, or onto the number of its page. @returns {Promise<string[]>} */
const beyond = () =>
  ask(`(() => {
    const box = ${slide}.getBoundingClientRect();
    const scale = box.width / 1024;
    const lab = ${figure};
    const parts = [...${slide}.querySelectorAll('*'), ...(lab ? lab.shadowRoot.querySelectorAll('*:not(.hidden)') : [])];
    return parts.filter((part) => {
      const { left, right, top, bottom, width } = part.getBoundingClientRect();
      return width > 0 && (left < box.left || right > box.right || top < box.top || bottom > box.bottom - ${FOOT} * scale);
    }).map((part) => part.outerHTML.slice(0, 100));
  })()`);

/** Pixels of each visible canvas in the colours of the first two runs, of which one may lie under the other. @returns {Promise<number[]>} */
const painted = () =>
  ask(`[...${figure}.shadowRoot.querySelectorAll('canvas')].filter((canvas) => canvas.checkVisibility()).map((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const shows = (i, colour) => colour.every((value, j) => Math.abs(data[i + j] - value) < 12);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (${JSON.stringify(runColors)}.some((colour) => shows(i, colour))) count += 1;
    return count;
  })`);

for (const language of languages) {
  test(`in ${language}: each figure begins with its slide and is drawn, all fits, nothing comes from elsewhere`, async () => {
    const deck = readFileSync(new URL(`../../web/notes/slides/${language}.md`, import.meta.url), 'utf8');
    const figures = deck
      .split('\n---\n')
      .slice(1)
      .map((source) => source.includes('<kudari-lab'));
    const { page } = reader;
    /** @type {string[]} */
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.evaluateOnNewDocument(`window.faults = [];
      document.addEventListener('kudari-error', ({ detail }) => faults.push(...detail.faults));`);
    await page.setViewport({ width: 1280, height: 720 });
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await page.goto(`${reader.site.url}notes/${language}/slides.html`);
    assert.equal(await ask('document.documentElement.lang'), language);
    assert.match(
      await ask(`document.querySelector('meta[http-equiv]').content`),
      /^default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self';/,
    );
    assert.equal(await ask(`document.querySelectorAll('section').length`), figures.length);
    for (const [i, has] of figures.entries()) {
      if (i > 0) await page.keyboard.press('ArrowRight');
      await until(`${slide}?.id === '${i + 1}'`);
      if (has) await until(`${figure}.trace?.runs.some((run) => run.length > 10)`);
      await reader.settle();
      const begun = await ask(`[...document.querySelectorAll('kudari-lab')].filter((each) => each.trace).length`);
      assert.equal(begun, figures.slice(0, i + 1).filter(Boolean).length, `slide ${i + 1}`);
      assert.deepEqual(await beyond(), [], `slide ${i + 1}`);
      if (!has) continue;
      const counts = await painted();
      assert.ok(counts.length > 0 && Math.min(...counts) > 20, `slide ${i + 1}: ${counts}`);
    }
    assert.deepEqual(await ask('faults'), []);
    assert.deepEqual(reader.complaints, []);
    const elsewhere = asked.filter((url) => !url.startsWith(reader.site.url) && !/^(data|blob):/.test(url));
    assert.deepEqual(elsewhere, []);
    assert.ok(asked.some((url) => url.endsWith('/kudari.wasm')));
  });
}
