/**
 * The clock of the transport: which position of the axis is shown, and how it moves on. It knows nothing of what is drawn.
 */

/** Milliseconds that the end is shown before a loop begins anew. */
const HOLD = 900;

export class Player {
  #position = 0;
  #frame = 0;
  #following = false;
  #last = 0;
  #held = 0;
  #onChange;

  /** @param {() => void} onChange called when the position, or whether it plays, has changed */
  constructor(onChange) {
    this.#onChange = onChange;
    /** The last position there is so far. */
    this.end = 0;
    /** Whether `end` will not grow any more. */
    this.complete = true;
    /** Positions a second. */
    this.speed = 20;
    /** Whether it begins anew at the end. */
    this.loop = false;
  }

  get position() {
    return Math.min(Math.floor(this.#position), this.end);
  }

  get playing() {
    return this.#frame !== 0;
  }

  /** What there is to show has grown, or is another. @param {number} end @param {boolean} complete */
  grow(end, complete) {
    // Whoever looks at the whole of it, and changes a rate, wants to see the whole of the new one.
    // Of one that is still computed, what there is so far is no end to stay at.
    const resting = this.complete && !this.playing && this.position > 0;
    const atEnd = this.#following || (resting && this.position >= this.end);
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
    if (this.complete && this.position >= this.end) this.#position = 0;
    this.#last = performance.now();
    this.#held = 0;
    this.#frame = requestAnimationFrame(this.#tick);
    this.#onChange();
  }

  pause() {
    if (!this.playing) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#onChange();
  }

  /** @param {number} position */
  seek(position) {
    this.#following = !this.complete && position > 0 && position >= this.end;
    this.#position = Math.max(0, Math.min(this.end, Math.round(position)));
    this.#onChange();
  }

  /** One on or back; stops the playing. @param {number} by */
  nudge(by) {
    this.pause();
    this.seek(this.position + by);
  }

  /** Speed is in positions a second, whatever the rate of the screen. */
  #tick = (/** @type {number} */ now) => {
    const before = this.position;
    // A tab that was in the background goes on where it was, rather than jump.
    const elapsed = Math.min(Math.max(now - this.#last, 0), 100);
    this.#last = now;
    this.#position = Math.min(this.#position + (elapsed / 1000) * this.speed, this.end);
    if (this.complete && this.#position >= this.end && !this.#goOn(elapsed)) {
      this.#frame = 0;
      this.#onChange();
      return;
    }
    this.#frame = requestAnimationFrame(this.#tick);
    if (this.position !== before) this.#onChange();
  };

  /** Whether there is more to play after the end. @param {number} elapsed */
  #goOn(elapsed) {
    if (!this.loop) return false;
    this.#held += elapsed;
    if (this.#held >= HOLD) {
      this.#held = 0;
      this.#position = 0;
    }
    return true;
  }
}
