/**
 * The page's state: one experiment config, kept in the URL's hash.
 */
import { ConfigError, defaultConfig, parseConfig, stringifyConfig } from '../experiment/index.js';

/** @typedef {import('../experiment/config.js').Config} Config */

export class Session {
  #onChange;

  /** @param {(config: Config, before: Config | null) => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    /** Lines that say what is wrong with the link, or with the last change. @type {string[]} */
    this.faults = [];
    this.badLink = false;
    this.config = this.#fromHash();
    window.addEventListener('hashchange', () => {
      const before = this.config;
      const config = this.#fromHash();
      // A link that does not speak of language and theme leaves the reader's choice.
      const { lang, theme } = before.view;
      this.config = {
        ...config,
        view: { ...config.view, lang: config.view.lang ?? lang, theme: config.view.theme ?? theme },
      };
      this.#onChange(this.config, before);
    });
  }

  /**
   * Changes the config, if what comes out is one; otherwise says why, and leaves it.
   *
   * @param {(draft: Config) => void} edit works on a copy
   */
  edit(edit) {
    const before = this.config;
    const draft = structuredClone(before);
    edit(draft);
    try {
      this.config = parseConfig(draft);
      this.faults = [];
      this.badLink = false;
      // Replaced, not added: a slider must not fill the browser's history.
      history.replaceState(null, '', `#${stringifyConfig(this.config)}`);
    } catch (error) {
      this.#complain(error);
    }
    this.#onChange(this.config, before);
  }

  /** Another experiment in place of this one; language and theme stay as they are. @param {unknown} config */
  open(config) {
    const { lang, theme } = this.config.view;
    const { view, ...rest } = parseConfig(config);
    this.edit((draft) => void Object.assign(draft, rest, { view: { ...view, lang, theme } }));
  }

  dismiss() {
    this.faults = [];
    this.badLink = false;
    this.#onChange(this.config, this.config);
  }

  /** The config in the URL; the lecture's figure if there is none or a wrong one. @returns {Config} */
  #fromHash() {
    this.faults = [];
    this.badLink = false;
    try {
      if (location.hash.length > 1) return parseConfig(location.hash);
    } catch (error) {
      this.#complain(error);
      this.badLink = true;
    }
    return parseConfig(defaultConfig);
  }

  /** @param {unknown} error */
  #complain(error) {
    if (!(error instanceof ConfigError)) throw error;
    this.faults = error.faults;
  }
}
