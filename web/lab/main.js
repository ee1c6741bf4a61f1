/**
 * The page: puts the session, the stage, the controls and what is drawn together.
 */
import { loadKudari } from '../core/index.js';
import { keepFocus } from '../stage/focus.js';
import { Stage } from '../stage/stage.js';
import { readersLanguage } from '../words/words.js';
import { Editing } from './editing.js';
import { showCurve, showPanel, takeRate } from './edits.js';
import { element } from './element.js';
import { tellHeight } from './embedded.js';
import { faultIn } from './faults.js';
import { Formula } from './formula.js';
import { listenToKeys } from './keys.js';
import { embedded, keepLayout } from './layout.js';
import { prepareLink } from './link.js';
import { Look } from './look.js';
import { originOf, presetOf } from './named.js';
import { registerOffline } from './offline.js';
import { Page } from './page.js';
import { Parity } from './parity.js';
import { problemActions } from './problem-actions.js';
import { RaceTrack } from './race.js';
import { runActions } from './run-actions.js';
import { Session } from './session.js';
import { shareActions } from './share-actions.js';
import { translator } from './strings.js';

/** @typedef {import('../experiment/config.js').Config} Config @typedef {import('./view.js').PageView} PageView */

class Lab {
  #kudari;
  #session = new Session((config, before, how) => this.#changed(config, before, how));
  #formula = new Formula();
  #editing = new Editing(() => this.#draw());
  #stage;
  #track;
  #page;
  #look;
  #actions;
  #origin;
  #said = '';
  #raceAsked;
  #drawing = 0;

  /** @param {import('../core/index.js').Kudari} kudari */
  constructor(kudari) {
    this.#kudari = kudari;
    const session = this.#session;
    const redraw = () => this.#redraw();
    const canvas = (/** @type {string} */ id) => /** @type {HTMLCanvasElement} */ (element(id));
    this.#stage = new Stage(kudari, session.config, {
      places: { landscape: canvas('landscape'), boundary: canvas('boundary'), curves: element('curves') },
      edit: (change, key) => session.edit(change, key),
      changed: redraw,
      grown: (_, complete) => this.#grown(complete),
    });
    this.#track = new RaceTrack(kudari, redraw, (k, rate) => session.edit((draft) => takeRate(draft, k, rate)));
    this.#page = new Page(this.#track, new Parity(kudari, redraw));
    this.#look = new Look(
      () => this.#restyle(),
      (on) => this.#print(on),
    );
    this.#actions = this.#makeActions();
    listenToKeys({
      undo: () => session.undo(),
      redo: () => session.redo(),
      closeEditor: () => this.#editing.open(null),
      press: (event) => this.#stage.press(event),
    });
    this.#origin = originOf(session.config, undefined);
    this.#formula.check(this.#stage.problem);
    keepLayout();
    this.#restyle();
    this.#raceAsked = session.config.view.panels.includes('race');
    this.#stage.begin(!calm());
  }

  /** @param {Config} config @param {Config} before @param {import('./session.js').How} how */
  #changed(config, before, how) {
    this.#origin = originOf(config, this.#origin);
    const { problem } = this.#stage;
    // To undo is not to begin anew.
    const another = () => how === 'open' || how === 'link';
    if (config.problem.id !== before.problem.id || another()) this.#raceAsked = config.view.panels.includes('race');
    this.#stage.take(config, another, !calm());
    if (this.#stage.problem !== problem) this.#formula.check(this.#stage.problem);
    this.#editing.keepWithin(config.runs.length);
    if (config.view.theme !== before.view.theme) this.#restyle();
    this.#redraw();
  }

  /** A link may ask for the race: it begins when the runs themselves are there. @param {boolean} complete */
  #grown(complete) {
    if (!complete) return;
    if (this.#raceAsked) this.#track.start(this.#session.config);
    this.#raceAsked = false;
  }

  /** @param {boolean} on */
  #print(on) {
    if (on) this.#stage.settle();
    this.#restyle();
    this.#draw();
    if (on) this.#stage.pictures.finish();
  }

  #restyle() {
    document.documentElement.dataset.theme = this.#look.theme(this.#session.config);
    this.#stage.pictures.restyle();
    this.#track.restyle();
    this.#redraw();
  }

  /** All that asks for it within a frame is drawn once. */
  #redraw() {
    if (this.#drawing) return;
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0;
      this.#draw();
    });
  }

  #draw() {
    keepFocus(document, () => {
      const view = this.#view;
      const { pictures } = this.#stage;
      if (view.trace) pictures.show({ ...view, trace: view.trace });
      if (!this.#page.draw({ ...view, picture: pictures.left(view) }, this.#actions)) this.#redraw();
    });
  }

  /** @returns {PageView} */
  get #view() {
    const { faults, badLink, badFile, canUndo, canRedo, config, link } = this.#session;
    const language = this.#look.language(config);
    const say = translator(language);
    return {
      ...this.#stage.view({ say }),
      ...{ language, say, theme: this.#look.theme(config), link: embedded ? link : '' },
      ...{ kudari: this.#kudari, faults, badLink, badFile, canUndo, canRedo },
      ...{ editing: this.#editing.what, formula: this.#formula.state, said: this.#said },
      ...{ preset: presetOf(config), origin: this.#origin },
    };
  }

  /** The figures as they are, to be saved. */
  get #sheet() {
    const { config } = this.#session;
    const { trace, pictures } = this.#stage;
    // How it is shown may have changed since it ran.
    const shown = trace && { ...trace, config };
    return shown && { trace: shown, drawings: pictures.drawings, language: this.#look.language(config) };
  }

  /** @returns {import('./view.js').Actions} */
  #makeActions() {
    const kudari = this.#kudari;
    const session = this.#session;
    const stage = this.#stage;
    const editing = this.#editing;
    const look = this.#look;
    const edit = session.edit.bind(session);
    const redraw = () => this.#redraw();
    return {
      ...stage.actions,
      ...runActions({ kudari, edit, editing, problem: () => stage.problem }),
      ...problemActions({ kudari, session, formula: this.#formula, editing, redraw }),
      ...shareActions({
        session,
        sheet: () => this.#sheet,
        say: (phrase, values) => translator(look.language(session.config))(phrase, values),
        tell: (text) => {
          this.#said = text;
          redraw();
        },
      }),
      edit,
      open: (config) => session.open(config),
      undo: () => session.undo(),
      redo: () => session.redo(),
      dismiss: () => session.dismiss(),
      openEditor: (what) => editing.open(what),
      showCurve: (name, on) => edit((draft) => showCurve(draft, name, on)),
      race: (on) => {
        if (on) this.#track.start(session.config);
        else this.#track.stop();
        edit((draft) => showPanel(draft, 'race', on), null);
      },
      toggleLanguage: () => edit((draft) => void (draft.view.lang = look.language(draft) === 'en' ? 'ja' : 'en'), null),
      toggleTheme: () =>
        edit((draft) => void (draft.view.theme = look.theme(draft) === 'dark' ? 'light' : 'dark'), null),
    };
  }
}

/** Whether motion is unwelcome. */
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

try {
  const [kudari] = await Promise.all([loadKudari(), prepareLink(location.hash)]);
  new Lab(kudari);
  if (embedded) tellHeight();
  else registerOffline();
} catch (error) {
  document.documentElement.lang = readersLanguage();
  const message = element('broken');
  message.hidden = false;
  const { text } = faultIn(readersLanguage(), error instanceof Error ? error.message : String(error));
  message.textContent = `${translator(readersLanguage())('broken')} ${text}`;
  throw error;
}
