/**
 * Phrases of the page, of the stage and of the race share one list: none may take another's place.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as race from '../web/lab/race-phrases.js';
import { translator } from '../web/lab/strings.js';
import * as stage from '../web/stage/phrases.js';
import { speaker } from '../web/words/words.js';

for (const [name, phrases] of Object.entries({ stage, race })) {
  test(`the page says what the ${name} says, in the same words`, () => {
    for (const language of /** @type {const} */ (['en', 'ja'])) {
      const keys = /** @type {(keyof typeof stage.en)[]} */ (Object.keys(phrases[language]));
      assert.ok(keys.length > 5);
      const own = speaker(/** @type {any} */ (phrases))(language);
      for (const key of keys) assert.equal(translator(language)(key), own(key), `${language}: ${key}`);
    }
  });
}
