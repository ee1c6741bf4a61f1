/**
 * The parts of an SVG that need no browser: escaped text, lines cut to a box, and lines with fewer points.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipped, element, escaped, group, lineInside, ringsPath, text, thinned } from '../web/figures/vector.js';

const box = { left: 0, right: 100, top: 0, bottom: 50 };

/** @param {string} markup @param {string} name @returns {string[]} */
const attributes = (markup, name) =>
  [...markup.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map((match) => match[1]);

/** @param {string} markup */
const polylines = (markup) =>
  attributes(markup, 'points').map((points) => points.split(' ').map((point) => point.split(',').map(Number)));

/** @param {number[]} point @param {readonly (readonly number[])[]} line */
function distanceTo([x, y], line) {
  let least = Infinity;
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1], line[i]];
    const [dx, dy] = [bx - ax, by - ay];
    const share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(x - ax - share * dx, y - ay - share * dy));
  }
  return least;
}

test('text keeps its signs and loses what XML cannot hold', () => {
  assert.equal(escaped(`<a href="x">&'</a>`), '&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;');
  assert.equal(escaped('a\0b\x08c\x1bd\x7fe\ufffff\ud800g'), 'abcdefg');
  assert.equal(escaped('ϵ ε̂ 損失 𝛁\ttab'), 'ϵ ε̂ 損失 𝛁\ttab');
  assert.equal(
    text({ x: 1.23456, fill: '"><script>' }, ']]> & <b>'),
    '<text x="1.23" fill="&quot;&gt;&lt;script&gt;">]]&gt; &amp; &lt;b&gt;</text>',
  );
  assert.equal(element('g', { a: null, b: undefined, c: 0, d: -0.001 }), '<g c="0" d="0"/>');
  assert.equal(group({ class: 'x' }, ''), '');
});

test('what is clipped alike has the same name, and what is not has another', () => {
  const name = (/** @type {any} */ area) => attributes(clipped(area, '<g/>'), 'id')[0];
  assert.equal(name(box), name({ ...box }));
  assert.notEqual(name(box), name({ ...box, right: 100.01 }));
  assert.match(
    clipped(box, '<g/>'),
    /<g clip-path="url\(#([^)]+)\)"><clipPath id="\1"><rect x="0" y="0" width="100" height="50"\/>/,
  );
});

test('a thinned line keeps its ends and stays within the tolerance of every point', () => {
  /** @type {Record<string, (i: number) => number[]>} */
  const lines = {
    straight: (i) => [i, 2 * i],
    circle: (i) => [50 + 40 * Math.cos(i / 40), 50 + 40 * Math.sin(i / 40)],
    'back and forth on one line': (i) => [50 + 40 * Math.cos(i), 0],
    'ever smaller swings': (i) => [50 * 0.97 ** i * (-1) ** i, 10 * 0.97 ** i],
    'a point that stays': () => [3, 4],
    'small steps': (i) => [i / 100, Math.sin(i / 30) / 30],
    noise: (i) => [i / 3, 5 * Math.sin(i * i)],
    'leftwards, where angles jump': (i) => [-i, Math.sin(i * 1e3) / 100],
  };
  /** @type {Record<string, number>} */
  const counts = {};
  for (const [name, place] of Object.entries(lines)) {
    const points = Array.from({ length: 1000 }, (_, i) => place(i));
    const kept = thinned(points);
    counts[name] = kept.length;
    assert.deepEqual([kept[0], kept.at(-1)], [points[0], points.at(-1)], name);
    for (const point of points) assert.ok(distanceTo(point, kept) <= 0.0501, `${name}: ${point}`);
    assert.ok(
      kept.every((point) => points.includes(/** @type {number[]} */ (point))),
      name,
    );
  }
  assert.deepEqual([counts.straight, counts['a point that stays'], counts['leftwards, where angles jump']], [2, 2, 2]);
  assert.ok(counts.circle > 30 && counts.circle < 700 / 2, `${counts.circle}`);
  assert.ok(counts['back and forth on one line'] > 310, 'no turning point is lost');
  assert.deepEqual([thinned([]), thinned([[1, 2]])], [[], [[1, 2]]]);
});

test('a line is cut at the box, with its dashes where they would be on the whole', () => {
  const [left] = polylines(
    lineInside(
      [
        [-1000, 25],
        [50, 25],
      ],
      box,
      [4, 2],
      {},
    ),
  );
  assert.deepEqual(left, [
    [-12, 25],
    [50, 25],
  ]);
  assert.deepEqual(
    attributes(
      lineInside(
        [
          [-1000, 25],
          [50, 25],
        ],
        box,
        [4, 2],
        {},
      ),
      'stroke-dashoffset',
    ),
    ['988'],
  );
  // Out at the right, around, and in again from above.
  const around = lineInside(
    [
      [0, 25],
      [500, 25],
      [500, -500],
      [50, -500],
      [50, 20],
    ],
    box,
    [4, 2],
    { stroke: 'red' },
  );
  assert.deepEqual(polylines(around), [
    [
      [0, 25],
      [112, 25],
    ],
    [
      [50, -12],
      [50, 20],
    ],
  ]);
  assert.deepEqual(attributes(around, 'stroke-dashoffset'), [String(500 + 525 + 450 + 488)]);
  assert.deepEqual(attributes(around, 'stroke'), ['red', 'red']);
  assert.deepEqual(
    attributes(
      lineInside(
        [
          [0, 0],
          [1, 1],
        ],
        box,
        [],
        {},
      ),
      'stroke-dash[a-z]*',
    ),
    [],
  );
});

test('a line that passes by, or has no place, is not there', () => {
  for (const points of [
    [],
    [[5, 5]],
    [
      [-50, 0],
      [-50, 50],
    ],
    [
      [-50, 20],
      [20, -70],
    ],
    [
      [0, NaN],
      [5, 5],
    ],
    [
      [0, 0],
      [Infinity, 5],
    ],
  ])
    assert.equal(lineInside(points, box, [], {}), '', JSON.stringify(points));
  assert.deepEqual(
    polylines(
      lineInside(
        [
          [0, 0],
          [5, 5],
          [7, NaN],
          [9, 9],
          [10, 9],
        ],
        box,
        [],
        {},
      ),
    ),
    [
      [
        [0, 0],
        [5, 5],
      ],
      [
        [9, 9],
        [10, 9],
      ],
    ],
  );
});

test('rings are paths of tenths of pixels, which do not drift', () => {
  assert.equal(
    ringsPath([
      [
        [10.5, 0.5],
        [20.5, 0.5],
        [20.5, 10.04],
        [10.52, -0.26],
        [10.5, 0.5],
      ],
    ]),
    'M10.5 .5l10 0 0 9.5-10-10.3z',
  );
  assert.equal(
    ringsPath([
      [
        [0, 0],
        [0.01, 0],
        [0, 0.01],
        [0, 0],
      ],
    ]),
    '',
    'smaller than can be seen',
  );
  const circle = Array.from({ length: 401 }, (_, i) => [
    105 + 99 * Math.cos((i * Math.PI) / 200),
    105 + 99 * Math.sin((i * Math.PI) / 200),
  ]);
  const numbers = (
    ringsPath([circle, circle])
      .split('z')[1]
      .match(/-?\d*\.?\d+/g) ?? []
  ).map(Number);
  let [x, y] = [0, 0];
  for (let i = 0; i < numbers.length; i += 2) {
    [x, y] = [x + numbers[i], y + numbers[i + 1]];
    assert.ok(Math.abs(Math.hypot(x - 105, y - 105) - 99) < 0.08, `${x}, ${y}`);
  }
  assert.ok(numbers.length > 60 && numbers.length < 300, `${numbers.length}`);
});
