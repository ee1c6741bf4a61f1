/**
 * The dark colours stand in two style sheets: where a script chooses them, and where only the reader's system does.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { file } from './support.js';

/** The declarations of the block that follows a selector. @param {string} sheet @param {string} selector */
function block(sheet, selector) {
  const text = readFileSync(file(`../web/${sheet}`), 'utf8');
  const begin = text.indexOf('{', text.indexOf(selector) + selector.length - 1) + 1;
  assert.ok(text.includes(selector) && begin > 0, `${sheet}: ${selector}`);
  const lines = text.slice(begin, text.indexOf('}', begin)).split(';');
  return lines.map((line) => line.trim()).filter(Boolean);
}

test('the notes are as dark as the page', () => {
  const page = block('styles/base.css', ":root[data-theme='dark'] {");
  const notes = block('notes/notes.css', '@media (prefers-color-scheme: dark) {\n  :root {');
  assert.deepEqual(notes, page);
  assert.equal(page.length, 14);
  assert.ok(page.includes('--paper: var(--kudari-paper-dark, #14171a)') && page.includes('color-scheme: dark'));
});
