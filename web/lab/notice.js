/**
 * What the reader should know of the link, of a file, or of the last change.
 */
import { html, nothing } from 'lit-html';
import { faultIn } from './faults.js';

/** @param {import('./view.js').PageView} view @param {import('./view.js').Actions} actions */
export function notice({ faults, badLink, badFile, language, say }, { dismiss }) {
  if (faults.length === 0) return nothing;
  const line = (/** @type {string} */ fault) => {
    const { text, lang } = faultIn(language, fault);
    return html`<li lang=${lang}>${text}</li>`;
  };
  return html`
    <div ?data-value=${!badFile && !badLink}>
      <strong>${badFile ? say('badFile', { name: badFile }) : say(badLink ? 'badLink' : 'badValue')}</strong>
      <ul>
        ${faults.map(line)}
      </ul>
    </div>
    <button class="quiet" @click=${dismiss}>${say('dismiss')}</button>
  `;
}

/** What to look at in a named experiment, also when something in it has been changed. @param {import('./view.js').PageView} view @param {import('./view.js').Actions} actions */
export function note({ preset, origin, language, say }, { open }) {
  if (preset) return preset.note[language];
  if (!origin) return nothing;
  return html`${origin.note[language]}
    <span class="changed"
      >${say('changed')}
      <button class="plain" id="restore" @click=${() => open(origin.config)}>${say('restore')}</button></span
    >`;
}
