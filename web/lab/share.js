/**
 * The menu for taking the experiment elsewhere.
 */
import { html } from 'lit-html';

/** @param {import('./view.js').PageView} view @param {import('./view.js').Actions} actions */
export function shareMenu({ say, said }, { copy, download, openFile }) {
  const files = /** @type {const} */ (['png', 'svg', 'csv', 'json']);
  const choose = (/** @type {Event} */ event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.files?.[0]) openFile(field.files[0]);
    field.value = '';
  };
  return html`
    <button class="quiet" id="share" popovertarget="share-menu">${say('share')}</button>
    <div popover id="share-menu" class="menu" role="group" aria-label=${say('share')}>
      <button id="copy-link" @click=${() => copy('link')}>${say('copyLink')}</button>
      <button id="copy-embed" @click=${() => copy('embed')}>${say('copyEmbed')}</button>
      <p class="heading">${say('download')}</p>
      <div class="pair">
        ${files.map((kind) => html`<button id="download-${kind}" title=${say(`download_${kind}`)} @click=${() => download(kind)}>${kind.toUpperCase()}</button>`)}
      </div>
      <label class="file"
        >${say('openFile')}<input type="file" id="open-file" accept=".json,application/json" @change=${choose}
      /></label>
      <p class="hint" role="status" id="said">${said}</p>
    </div>
  `;
}
