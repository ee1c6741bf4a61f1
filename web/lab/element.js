/**
 * What index.html has a place for.
 */

/** @param {string} id */
export const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
