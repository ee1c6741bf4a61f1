/**
 * The page's keys: undo and redo, Escape out of the editor, and the figures' own.
 */

/**
 * @typedef {object} Asks what a key asks for
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => void} closeEditor
 * @property {(event: KeyboardEvent) => boolean} press a key that may be the figures': whether it was
 */

/** @param {Asks} asks */
export function listenToKeys(asks) {
  document.addEventListener('keydown', (event) => key(event, asks));
}

/** @param {KeyboardEvent} event @param {Asks} asks */
function key(event, { undo, redo, closeEditor, press }) {
  const target = /** @type {Element} */ (event.target);
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
    // In a field that is being typed into, it is the field's own.
    if (target.closest('input[type=text]')) return;
    event.preventDefault();
    if (event.shiftKey) redo();
    else undo();
    return;
  }
  if (event.key === 'Escape' && target.closest('#editor')) return closeEditor();
  if (isForFigures(event, target) && press(event)) event.preventDefault();
}

/** Arrow keys and space drive the transport wherever no control wants them. @param {KeyboardEvent} event @param {Element} target */
function isForFigures(event, target) {
  if (target.closest('input, select, textarea')) return false;
  // They are the figures' keys: where others are read, they belong to the browser.
  const figures = /** @type {Element} */ (document.querySelector('.figures'));
  const inSight = figures.getBoundingClientRect().bottom > innerHeight / 3;
  if (!figures.contains(target) && !(target === document.body && inSight)) return false;
  return !(event.key === ' ' && target.closest('button, summary, a'));
}
