/**
 * Defines <kudari-lab>, a live figure for any page. Importing it where there is no document, as a server does that renders
 * pages, does nothing.
 *
 * @module kudari/embed
 * @example
 * <script type="module" src="embed.js"></script>
 * <kudari-lab preset="sharp-and-flat" height="400">What the figure shows, where scripts do not run.</kudari-lab>
 */

/** Resolves once the element is defined; at once where there is no document. @type {Promise<void>} */
export const ready =
  typeof document === 'undefined' || typeof customElements === 'undefined'
    ? Promise.resolve()
    : import('./element.js').then(({ defineElement }) => defineElement());
