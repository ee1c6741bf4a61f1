/**
 * The page as it is drawn: puts what there is to show into its places.
 */
import { render } from 'lit-html';
import { pictureCaption } from '../stage/captions.js';
import { legend } from '../stage/legend.js';
import { summary } from '../stage/summary.js';
import { computing, transport } from '../stage/transport.js';
import { cards } from './cards.js';
import { editor } from './editor.js';
import { element } from './element.js';
import { footer } from './footer.js';
import { header } from './header.js';
import { embedded } from './layout.js';
import { lensSection } from './lens-section.js';
import { note, notice } from './notice.js';
import { printed } from './printed.js';

/** @typedef {import('./view.js').PageView} PageView @typedef {import('./view.js').Actions} Actions */

export class Page {
  /** What each part was made of. @type {Map<string, unknown[]>} */ #parts = new Map();
  #begun = false;
  #track;
  #parity;

  /** @param {import('./race.js').RaceTrack} track @param {import('./parity.js').Parity} parity */
  constructor(track, parity) {
    this.#track = track;
    this.#parity = parity;
  }

  /**
   * @param {PageView} view
   * @param {Actions} actions
   * @returns {boolean} whether that is all: what lies below the figures need not be there at once
   */
  draw(view, actions) {
    document.documentElement.lang = view.language;
    document.title = view.say('title');
    document.documentElement.dataset.picture = view.picture.shown ?? 'none';
    const { config, language, theme, faults } = view;
    const always = [config, language, theme, faults];
    this.#part('header', [...always, view.canUndo, view.canRedo, view.editing, view.said], () => header(view, actions));
    this.#part('notice', [language, faults], () => notice(view, actions));
    this.#part('note', [config, language], () => note(view, actions));
    render(computing(view, actions), element('computing'));
    render(pictureCaption(view, actions), element('picture'));
    render(transport(view, actions), element('transport'));
    const stopped = String(view.trace?.runs.map((run) => run.stopped?.step));
    // In a frame there are no cards to say whose each line is.
    if (embedded) this.#part('legend', always, () => legend(view));
    this.#part('runs', [...always, view.editing, stopped], () => cards(view, actions));
    element('editor').hidden = view.editing === null;
    this.#part('editor', [...always, view.editing, view.problem, view.formula], () => editor(view, actions));
    const whole = this.#begun;
    if (whole) this.#drawBelow(view, actions);
    this.#begun = true;
    // Spoken when it comes to rest, not at every frame.
    if (!view.playing) element('summary').textContent = summary(view);
    return whole;
  }

  /** @param {PageView} view @param {Actions} actions */
  #drawBelow(view, actions) {
    const { config, language } = view;
    render(lensSection(view), element('lens'));
    render(this.#track.section(view, actions), element('race'));
    this.#track.draw();
    this.#part('printed', [config, language], () => printed(view, actions));
    const { state, findings } = this.#parity;
    this.#part('foot', [language, state, findings.length], () => footer(view, this.#parity));
  }

  /**
   * Renders a part of the page if anything that it depends on has changed.
   *
   * @param {string} id
   * @param {unknown[]} depends
   * @param {() => unknown} make
   */
  #part(id, depends, make) {
    const before = this.#parts.get(id);
    if (before && depends.every((each, i) => Object.is(each, before[i]))) return;
    this.#parts.set(id, depends);
    render(make(), element(id));
  }
}
