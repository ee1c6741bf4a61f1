/**
 * What options mean, in both languages of the page.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { methods } from '../web/core/methods.js';
import { schedules } from '../web/core/schedules.js';
import { clipping, samOptions } from '../web/core/settings.js';
import { isTranslated, meaningIn } from '../web/lab/meanings.js';
import { offered } from '../web/lab/offered.js';

/** Every table of options that the page shows, by the name of its owner. */
const tables = [
  ...methods.map(({ id, options }) => ({ owner: id, options })),
  ...schedules.map(({ type, options }) => ({ owner: type, options })),
  ...offered.map(({ id, options }) => ({ owner: id, options })),
  { owner: 'clipping', options: clipping },
  { owner: 'sam', options: samOptions },
];

test('every option says in English and in Japanese what it means', () => {
  const missing = tables.flatMap(({ owner, options }) =>
    Object.entries(options).flatMap(([name, { meaning }]) =>
      isTranslated(meaning) ? [] : [`${owner}: ${name}: ${meaning}`],
    ),
  );
  assert.deepEqual(missing, []);
  const said = new Set(tables.flatMap(({ options }) => Object.values(options).map(({ meaning }) => meaning)));
  assert.ok(said.size > 60);
  for (const meaning of said) {
    assert.equal(meaningIn('en', meaning), meaning);
    assert.match(meaningIn('ja', meaning), /[ぁ-んァ-ヶ一-龠]/, meaning);
  }
});
