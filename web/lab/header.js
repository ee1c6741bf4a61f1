/**
 * The head of the page: which experiment, on which problem, and what one can do with it as a whole.
 */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { curves, presets } from '../experiment/index.js';
import { numberIn, valueOf } from '../stage/input.js';
import { icon } from '../stage/icons.js';
import { showAlong, takeSeed } from './edits.js';
import { offered } from './offered.js';
import { shareMenu } from './share.js';

/** @typedef {import('./view.js').PageView} PageView @typedef {import('./view.js').Actions} Actions */

/** @param {PageView} view @param {Actions} actions */
export function header(view, actions) {
  const { say, language } = view;
  return html`
    <h1><span class="name">kudari</span> <span class="tagline">${say('tagline')}</span></h1>
    ${presetChoice(view, actions)} ${problemChoice(view, actions)}
    <nav aria-label=${say('tools')}>
      <button
        class="quiet icon"
        id="undo"
        title=${say('undo')}
        aria-label=${say('undo')}
        ?disabled=${!view.canUndo}
        @click=${actions.undo}
      >
        ${icon('undo')}
      </button>
      <button
        class="quiet icon"
        id="redo"
        title=${say('redo')}
        aria-label=${say('redo')}
        ?disabled=${!view.canRedo}
        @click=${actions.redo}
      >
        ${icon('redo')}
      </button>
      ${figuresMenu(view, actions)} ${shareMenu(view, actions)}
      <button
        class="quiet"
        id="language"
        title=${say('languageTitle')}
        lang=${language === 'en' ? 'ja' : 'en'}
        @click=${actions.toggleLanguage}
      >
        ${say('language')}
      </button>
      <button
        class="quiet icon"
        id="theme"
        title=${say('theme')}
        aria-label=${say('theme')}
        @click=${actions.toggleTheme}
      >
        ${icon('theme')}
      </button>
    </nav>
  `;
}

/** @param {PageView} view @param {Actions} actions */
function presetChoice({ preset, origin, language, say }, { open }) {
  const own = origin ? `${origin.name[language]} ${say('changed')}` : say('ownPreset');
  const choose = (/** @type {Event} */ event) => open(presets.find(({ id }) => id === valueOf(event))?.config);
  return html`
    <label class="choice"
      ><span>${say('preset')}</span>
      <select id="preset" .value=${live(preset?.id ?? '')} @change=${choose}>
        ${preset ? nothing : html`<option value="" selected>${own}</option>`}
        ${presets.map(({ id, name }) => html`<option value=${id} ?selected=${id === preset?.id}>${name[language]}</option>`)}
      </select>
    </label>
  `;
}

/** @param {PageView} view @param {Actions} actions */
function problemChoice({ config, language, say, editing }, { edit, takeProblem, openEditor }) {
  const change = (/** @type {Event} */ event) => takeProblem(valueOf(event));
  const seeded = offered.find(({ id }) => id === config.problem.id)?.options.seed;
  const changeSeed = (/** @type {Event} */ event) => edit((draft) => takeSeed(draft, numberIn(event)));
  return html`
    <div class="choice">
      <label for="problem">${say('problem')}</label>
      <select id="problem" .value=${live(config.problem.id)} @change=${change}>
        ${offered.map(({ id, name }) => html`<option value=${id} ?selected=${id === config.problem.id}>${name[language]}</option>`)}
      </select>
      <button
        class="quiet icon"
        id="problem-options"
        title=${say('problemOptions')}
        aria-label=${say('problemOptions')}
        aria-expanded=${editing === 'problem' ? 'true' : 'false'}
        aria-controls="editor"
        @click=${() => openEditor(editing === 'problem' ? null : 'problem')}
      >
        ${icon('options')}
      </button>
    </div>
    ${
      seeded
        ? html`<label class="choice seed"
            ><span>${say('seed')}</span
            ><input
              type="text"
              inputmode="numeric"
              class="number"
              id="seed"
              .value=${live(String(config.problem.seed ?? config.seed))}
              @change=${changeSeed}
          /></label>`
        : nothing
    }
  `;
}

/** Which curves are shown, and along what. @param {PageView} view @param {Actions} actions */
function figuresMenu({ config, problem, say }, { edit, showCurve }) {
  const { panels, axis } = config.view;
  const possible = curves.filter((name) => name !== 'accuracy' || problem.evaluate);
  const setAxis = (/** @type {Event} */ event) =>
    edit((draft) => showAlong(draft, /** @type {any} */ (valueOf(event))));
  return html`
    <button class="quiet" id="figures" popovertarget="figures-menu">${say('figures')}</button>
    <div popover id="figures-menu" class="menu" role="group" aria-label=${say('figures')}>
      <fieldset>
        <legend>${say('curves')}</legend>
        ${possible.map(
          (name) =>
            html`<label
              ><input
                type="checkbox"
                value=${name}
                .checked=${live(panels.includes(name))}
                @change=${(/** @type {Event} */ event) => showCurve(name, /** @type {HTMLInputElement} */ (event.target).checked)}
              />${say(name)}</label
            >`,
        )}
      </fieldset>
      <fieldset>
        <legend>${say('along')}</legend>
        ${
          /** @type {const} */ (['steps', 'evaluations']).map(
            (each) =>
              html`<label
                ><input
                  type="radio"
                  name="axis"
                  value=${each}
                  .checked=${live(axis === each)}
                  @change=${setAxis}
                />${say(each === 'steps' ? 'alongSteps' : 'alongEvaluations')}</label
              >`,
          )
        }
        <p class="hint">${say('evaluationsHint')}</p>
      </fieldset>
    </div>
  `;
}
