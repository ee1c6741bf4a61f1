/**
 * The page's state: one experiment config, kept in the URL's hash, with the browser's history as undo and redo.
 */
import { ConfigError, defaultConfig, parseConfig, stringifyConfig } from '../experiment/index.js';
import { prepareLink, readLink } from './link.js';

/**
 * @typedef {import('../experiment/config.js').Config} Config
 * @typedef {'edit' | 'open' | 'history' | 'link'} How a change came about: a part of the experiment, another one opened
 *   here, undo or redo, a link followed
 */

/** Changes of one thing that follow within this many milliseconds are one entry of the history. */
const BREATH = 1500;
/** Browsers refuse pages that write to the history too often: a drag is written down when it pauses. */
const WRITE_AFTER = 250;

/** @param {unknown} a @param {unknown} b both checked, so that their fields come in one order */
const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export class Session {
  #onChange;
  /** Place of the present entry among the page's own, and the last of them. */
  #index = 0;
  #top = 0;
  /** What was changed last, and when. */
  #last = { key: '', time: -Infinity };
  #timer = 0;
  #hash = '';
  /** @type {{ config: Config | null, link: string }} */ #linked = { config: null, link: '' };

  /** @param {(config: Config, before: Config, how: How) => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    /** Lines that say what is wrong with the link, with a file, or with the last change. @type {string[]} */
    this.faults = [];
    this.badLink = false;
    /** The name of the file that could not be opened. */
    this.badFile = '';
    this.config = this.#fromHash();
    this.#index = this.#top = history.state?.kudari ?? 0;
    // The entry that the page is opened on is its own too: to come back to it is to undo, not to follow a link.
    history.replaceState({ kudari: this.#index }, '');
    window.addEventListener('popstate', (event) => this.#arrive(event.state));
    // Some browsers report a new hash in one way only.
    window.addEventListener('hashchange', () => this.#arrive(history.state));
    window.addEventListener('pagehide', () => this.#flush());
  }

  /** Whether there is a change of this page to take back; to make again. */
  get canUndo() {
    return this.#index > 0;
  }

  get canRedo() {
    return this.#index < this.#top;
  }

  undo() {
    this.#flush();
    if (this.canUndo) history.back();
  }

  redo() {
    this.#flush();
    if (this.canRedo) history.forward();
  }

  /**
   * Changes the config, if what comes out is one; otherwise says why, and leaves it.
   *
   * @param {(draft: Config) => void} edit works on a copy
   * @param {string | null} [key] what is changed: changes of the same thing in one breath are undone as one; null is not
   *   worth an entry of its own
   * @param {How} [how]
   */
  edit(edit, key = '', how = 'edit') {
    const before = this.config;
    const draft = structuredClone(before);
    edit(draft);
    try {
      const config = parseConfig(draft);
      const hash = `#${stringifyConfig(config)}`;
      this.config = config;
      // Whoever changes the language may want to read it in that one.
      if (key !== null) this.#content();
      if (!isSame(config, before)) this.#write(hash, key);
    } catch (error) {
      this.#complain(error);
    }
    this.#onChange(this.config, before, how);
  }

  /**
   * Another experiment in place of this one; language and theme stay as they are.
   *
   * @param {import('../experiment/index.js').ConfigInput} config
   * @param {string} [file] the name of the file that it stands in
   */
  open(config, file = '') {
    try {
      const { lang, theme } = this.config.view;
      const { view, ...rest } = parseConfig(config);
      this.edit((draft) => void Object.assign(draft, rest, { view: { ...view, lang, theme } }), '', 'open');
    } catch (error) {
      this.#complain(error);
      this.badFile = file;
      this.#onChange(this.config, this.config, 'edit');
    }
  }

  /** What a reader should be told that is no fault of the config. @param {unknown} error @param {string} [file] */
  complain(error, file = '') {
    this.#content();
    this.faults = [error instanceof Error ? error.message : String(error)];
    this.badFile = file;
    this.#onChange(this.config, this.config, 'edit');
  }

  dismiss() {
    this.#content();
    this.#onChange(this.config, this.config, 'edit');
  }

  /** The present experiment as an address. */
  get link() {
    // It is asked for at every frame, and to spell a config is to make its problem.
    if (this.#linked.config !== this.config) {
      const hash = stringifyConfig(this.config);
      this.#linked = { config: this.config, link: `${location.origin}${location.pathname}#${hash}` };
    }
    return this.#linked.link;
  }

  /** @param {string} hash @param {string | null} key */
  #write(hash, key) {
    const now = performance.now();
    const goesOn = key !== null && key !== '' && key === this.#last.key && now - this.#last.time < BREATH;
    if (key !== null) this.#last = { key, time: now };
    if (key === null) {
      this.#hash = hash;
      this.#flush();
      return;
    }
    if (goesOn) {
      this.#hash = hash;
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#flush(), WRITE_AFTER);
      return;
    }
    this.#flush();
    this.#hash = hash;
    this.#index += 1;
    this.#top = this.#index;
    history.pushState({ kudari: this.#index }, '', hash);
  }

  /** Writes down what waits to be written. */
  #flush() {
    clearTimeout(this.#timer);
    if (this.#hash && this.#hash !== location.hash) history.replaceState({ kudari: this.#index }, '', this.#hash);
  }

  /** The address has become another one: by the browser's own buttons, or by a link. @param {any} state */
  async #arrive(state) {
    if (location.hash === this.#hash) return;
    clearTimeout(this.#timer);
    const hash = location.hash;
    this.#hash = hash;
    this.#last = { key: '', time: -Infinity };
    const own = Number.isInteger(state?.kudari);
    if (own) this.#index = state.kudari;
    else {
      this.#top = this.#index += 1;
      history.replaceState({ kudari: this.#index }, '', hash);
    }
    this.#top = Math.max(this.#top, this.#index);
    await this.#prepare(hash);
    if (hash !== location.hash) return; // gone on meanwhile
    const before = this.config;
    const config = this.#fromHash();
    // A link that does not speak of language and theme leaves the reader's choice; to undo is never to change them.
    const { lang, theme } = before.view;
    const view = own ? { lang, theme } : { lang: config.view.lang ?? lang, theme: config.view.theme ?? theme };
    this.config = { ...config, view: { ...config.view, ...view } };
    // What was not taken back is not in the entry yet.
    if (own && !isSame(config.view, this.config.view)) this.#write(`#${stringifyConfig(this.config)}`, null);
    this.#onChange(this.config, before, own ? 'history' : 'link');
  }

  /** @param {string} hash */
  async #prepare(hash) {
    try {
      await prepareLink(hash);
    } catch (error) {
      this.faults = [error instanceof Error ? error.message : String(error)];
    }
  }

  /** The config in the URL; the lecture's figure if there is none or a wrong one. @returns {Config} */
  #fromHash() {
    this.#content();
    this.#hash = location.hash;
    try {
      if (location.hash.length > 1) return readLink(location.hash);
    } catch (error) {
      this.#complain(error);
      this.badLink = true;
    }
    return parseConfig(defaultConfig);
  }

  /** Nothing is wrong. */
  #content() {
    this.faults = [];
    this.badLink = false;
    this.badFile = '';
  }

  /** @param {unknown} error */
  #complain(error) {
    this.#content();
    if (error instanceof ConfigError) this.faults = error.faults;
    else if (error instanceof RangeError) this.faults = [error.message];
    else throw error;
  }
}
