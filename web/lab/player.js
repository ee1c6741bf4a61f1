/**
 * The clock of the transport: which state is shown, and how it moves on. It knows nothing of what is drawn.
 */

export class Player {
  #position = 0;
  #frame = 0;
  #following = false;
  #last = 0;
  #onChange;

  /** @param {() => void} onChange called when the step, or whether it plays, has changed */
  constructor(onChange) {
    this.#onChange = onChange;
    /** The last state there is so far. */
    this.end = 0;
    /** Whether `end` will not grow any more. */
    this.complete = true;
    /** States a second. */
    this.speed = 20;
  }

  get step() {
    return Math.min(Math.floor(this.#position), this.end);
  }

  get playing() {
    return this.#frame !== 0;
  }

  /** What there is to show has grown, or is another. @param {number} end @param {boolean} complete */
  grow(end, complete) {
    // Whoever looks at the whole of it, and changes a rate, wants to see the whole of the new one.
    const atEnd = this.#following || (!this.playing && this.step > 0 && this.step >= this.end);
    this.#following = atEnd && !complete;
    this.end = end;
    this.complete = complete;
    if (atEnd) this.#position = end;
    this.#position = Math.min(this.#position, Math.max(end, complete ? 0 : this.#position));
    this.#onChange();
  }

  /** Shows the end, and stays there while it grows. */
  follow() {
    this.pause();
    this.#following = !this.complete;
    this.#position = this.end;
    this.#onChange();
  }

  /** From the start if it stands at the end. */
  play() {
    if (this.playing) return;
    this.#following = false;
    if (this.complete && this.step >= this.end) this.#position = 0;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
    this.#onChange();
  }

  pause() {
    if (!this.playing) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#onChange();
  }

  /** @param {number} step */
  seek(step) {
    this.#following = false;
    this.#position = Math.max(0, Math.min(this.end, Math.round(step)));
    this.#onChange();
  }

  /** One step on or back; stops the playing. @param {number} steps */
  nudge(steps) {
    this.pause();
    this.seek(this.step + steps);
  }

  /** Speed is in states a second, whatever the rate of the screen. */
  #tick = (/** @type {number} */ now) => {
    const before = this.step;
    // A tab that was in the background goes on where it was, rather than jump.
    const elapsed = Math.min(Math.max(now - this.#last, 0), 100);
    this.#last = now;
    this.#position = Math.min(this.#position + (elapsed / 1000) * this.speed, this.end);
    if (this.complete && this.#position >= this.end) {
      this.#frame = 0;
      this.#onChange();
      return;
    }
    this.#frame = requestAnimationFrame(this.#tick);
    if (this.step !== before) this.#onChange();
  };
}
