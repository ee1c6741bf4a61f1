/**
 * The editor: the options of what is open in it.
 */
import { nothing } from 'lit-html';
import { problemEditor } from './problem-editor.js';
import { runEditor } from './run-editor.js';

/** @param {import('./view.js').PageView} view @param {import('./view.js').Actions} actions */
export function editor(view, actions) {
  const { editing, config } = view;
  if (editing === null) return nothing;
  if (editing === 'problem') return problemEditor(view, actions);
  const run = config.runs[editing];
  return run ? runEditor(view, actions, run, editing) : nothing;
}
