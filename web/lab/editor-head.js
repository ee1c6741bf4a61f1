/**
 * The head of the editor: whose options these are, and the way out.
 */
import { html } from 'lit-html';
import { icon } from '../stage/icons.js';

/** @param {import('./view.js').PageView} view @param {import('./view.js').Actions} actions @param {any} title @param {any} tools */
export const editorHead = ({ say }, { openEditor }, title, tools) => html`
  <header>
    <h2 tabindex="-1">${title}</h2>
    <div class="tools">
      ${tools}
      <button
        class="quiet icon"
        id="close-editor"
        title=${say('close')}
        aria-label=${say('close')}
        @click=${() => openEditor(null)}
      >
        ${icon('close')}
      </button>
    </div>
  </header>
`;
