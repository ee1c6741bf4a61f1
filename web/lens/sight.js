/**
 * Content that is kept up to date while it is on the screen, and otherwise once things come to rest: numbers that nobody
 * sees need not run.
 */
import { noChange } from 'lit-html';
import { AsyncDirective, directive } from 'lit-html/async-directive.js';

/** Milliseconds without another update after which what is out of sight follows. */
const REST = 200;

/** How far off the screen is still near enough to be ready. */
const NEAR = '300px';

class OnSight extends AsyncDirective {
  #seen = true;
  /** @type {IntersectionObserver | null} */ #observer = null;
  /** @type {Element | null} */ #element = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {readonly unknown[]} */ #keys = [];
  /** @type {() => unknown} */ #make = () => noChange;

  /** @param {readonly unknown[]} _keys @param {() => unknown} make */
  render(_keys, make) {
    return make();
  }

  /**
   * @override
   * @param {import('lit-html').ChildPart} part
   * @param {[readonly unknown[], () => unknown]} values
   */
  update(part, [keys, make]) {
    if (keys.length === this.#keys.length && keys.every((key, i) => key === this.#keys[i])) return noChange;
    const first = this.#keys.length === 0;
    this.#keys = keys;
    this.#make = make;
    this.#watch(/** @type {Element} */ (part.parentNode));
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#seen || first) return make();
    this.#timer = setTimeout(() => this.#catchUp(), REST);
    return noChange;
  }

  /** @param {Element} element */
  #watch(element) {
    if (this.#observer) return;
    this.#element = element;
    this.#observer = new IntersectionObserver(
      (entries) => {
        this.#seen = entries[entries.length - 1].isIntersecting;
        if (this.#seen && this.#timer) this.#catchUp();
      },
      { rootMargin: NEAR },
    );
    this.#observer.observe(element);
  }

  #catchUp() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.isConnected) this.setValue(this.#make());
  }

  /** @override */
  disconnected() {
    this.#observer?.disconnect();
    this.#observer = null;
    clearTimeout(this.#timer);
  }

  /** @override */
  reconnected() {
    this.#seen = true;
    if (this.#element) this.#watch(this.#element);
  }
}

/**
 * What `make` returns, made anew when a key has changed and the element around it is near the screen, or else when nothing
 * has changed for a while.
 */
export const onSight = directive(OnSight);
