/**
 * Numbers that stand beside a plot, each at the height of what it tells.
 */

const LABEL_HEIGHT = 14;

/** To the right of the plot. */
export const LABEL_ROOM = 76;

/**
 * Moves labels apart that would lie on one another, and keeps them within the plot: closer together where there are many.
 *
 * @param {{ labelY: number }[]} ends
 * @param {{ top: number, bottom: number }} area
 */
export function spread(ends, { top, bottom }) {
  const apart = Math.min(LABEL_HEIGHT, (bottom - top) / Math.max(1, ends.length - 1));
  const sorted = [...ends].sort((a, b) => a.labelY - b.labelY);
  sorted.forEach((end, i) => {
    if (i > 0) end.labelY = Math.max(end.labelY, sorted[i - 1].labelY + apart);
  });
  sorted.reverse().forEach((end, i) => {
    end.labelY = Math.min(end.labelY, i > 0 ? sorted[i - 1].labelY - apart : bottom);
  });
}
