/**
 * The page: puts the session, the runner, the player, the pictures and the templates together.
 */
import { render } from 'lit-html';
import { loadKudari } from '../core/index.js';
import { makeProblem, prepare } from '../experiment/index.js';
import { pictureCaption } from '../stage/captions.js';
import { readersLanguage } from '../words/words.js';
import { keepFocus } from '../stage/focus.js';
import { Stage } from '../stage/stage.js';
import { computing, transport } from '../stage/transport.js';
import { cards } from './cards.js';
import { configIn, copyText, embedCode, save } from './deliver.js';
import { editor } from './editor.js';
import * as edits from './edits.js';
import { tellHeight } from './embedded.js';
import { faultIn } from './faults.js';
import { Formula } from './formula.js';
import { header } from './header.js';
import { embedded, keepLayout } from './layout.js';
import { lensSection } from './lens-section.js';
import { originOf, presetOf } from './named.js';
import { note, notice } from './notice.js';
import { registerOffline } from './offline.js';
import { Parity } from './parity.js';
import { footer } from './footer.js';
import { RaceTrack } from './race.js';
import { printed } from './printed.js';
import { Session } from './session.js';
import { translator } from './strings.js';
import { summary } from '../stage/summary.js';

/** @typedef {import('../experiment/config.js').Config} Config @typedef {import('./view.js').PageView} PageView */

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

class Lab {
  #drawing = 0;
  #session = new Session((config, before, how) => this.#changed(config, before, how));
  #formula = new Formula();
  /** @type {number | 'problem' | null} */ #editing = null;
  #said = '';
  #raceAsked = false;
  #begun = false;
  #printing = false;
  /** The named experiment that the present one was made from. @type {import('../experiment/index.js').Preset | undefined} */ #origin;
  /** What each part of the page was made of. @type {Map<string, unknown[]>} */ #parts = new Map();
  #kudari;
  #stage;
  #actions;
  #track;
  #parity;
  #dark = matchMedia('(prefers-color-scheme: dark)');

  /** @param {import('../core/index.js').Kudari} kudari */
  constructor(kudari) {
    this.#kudari = kudari;
    const canvas = (/** @type {string} */ id) => /** @type {HTMLCanvasElement} */ (element(id));
    this.#stage = new Stage(kudari, this.#session.config, {
      places: { landscape: canvas('landscape'), boundary: canvas('boundary'), curves: element('curves') },
      edit: (change, key) => this.#session.edit(change, key),
      changed: () => this.#redraw(),
      grown: (_, complete) => this.#grown(complete),
    });
    this.#track = new RaceTrack(
      kudari,
      () => this.#redraw(),
      (k, rate) => this.#session.edit((draft) => edits.takeRate(draft, k, rate)),
    );
    this.#parity = new Parity(kudari, () => this.#redraw());
    this.#actions = this.#makeActions();
    this.#dark.addEventListener('change', () => this.#restyle());
    window.addEventListener('beforeprint', () => this.#print(true));
    window.addEventListener('afterprint', () => this.#print(false));
    document.addEventListener('keydown', (event) => this.#key(event));
    this.#origin = originOf(this.#session.config, undefined);
    this.#formula.check(this.#stage.problem);
    keepLayout();
    this.#restyle();
    this.#raceAsked = this.#session.config.view.panels.includes('race');
    this.#stage.begin(!calm());
  }

  get #language() {
    return this.#session.config.view.lang ?? readersLanguage();
  }

  get #theme() {
    if (this.#printing) return 'light';
    return this.#session.config.view.theme ?? (this.#dark.matches ? 'dark' : 'light');
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
    if (typeof this.#editing === 'number' && this.#editing >= config.runs.length) this.#editing = null;
    if (config.view.theme !== before.view.theme) this.#restyle();
    this.#redraw();
  }

  /** A link may ask for the race: it begins when the runs themselves are there. @param {boolean} complete */
  #grown(complete) {
    if (!complete) return;
    if (this.#raceAsked) this.#track.start(this.#session.config);
    this.#raceAsked = false;
  }

  /** Paper is light, whatever the screen is. @param {boolean} on */
  #print(on) {
    this.#printing = on;
    if (on) this.#stage.settle();
    this.#restyle();
    this.#draw();
    if (on) this.#stage.pictures.finish();
  }

  #restyle() {
    document.documentElement.dataset.theme = this.#theme;
    this.#stage.pictures.restyle();
    this.#track.restyle();
    this.#redraw();
  }

  /** @param {string} id */
  async #takeProblem(id) {
    try {
      await prepare({ problem: { id } });
    } catch (error) {
      this.#session.complain(error);
      return;
    }
    const problem = makeProblem({ problem: { id }, seed: this.#session.config.seed });
    this.#session.edit((draft) => edits.takeProblem(draft, this.#kudari, problem));
    if (id !== 'formula') return;
    this.#openEditor('problem');
    element('formula').focus({ preventScroll: true });
  }

  /** Arrow keys and space drive the transport wherever no control wants them. @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {Element} */ (event.target);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      // In a field that is being typed into, it is the field's own.
      if (target.closest('input[type=text]')) return;
      event.preventDefault();
      if (event.shiftKey) this.#session.redo();
      else this.#session.undo();
      return;
    }
    if (event.key === 'Escape' && target.closest('#editor')) return this.#openEditor(null);
    if (target.closest('input, select, textarea')) return;
    // They are the figures' keys: where others are read, they belong to the browser.
    const figures = /** @type {Element} */ (document.querySelector('.figures'));
    const inSight = figures.getBoundingClientRect().bottom > innerHeight / 3;
    if (!figures.contains(target) && !(target === document.body && inSight)) return;
    if (event.key === ' ' && target.closest('button, summary, a')) return;
    if (this.#stage.press(event)) event.preventDefault();
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
    keepFocus(document, () => this.#drawAll());
  }

  /** @returns {PageView} */
  get #view() {
    const { faults, badLink, badFile, canUndo, canRedo, config, link } = this.#session;
    const language = this.#language;
    const say = translator(language);
    return {
      ...this.#stage.view({ say }),
      ...{ language, say, theme: this.#theme, link: embedded ? link : '' },
      ...{ kudari: this.#kudari, faults, badLink, badFile, canUndo, canRedo },
      ...{
        editing: this.#editing,
        formula: this.#formula.state,
        said: this.#said,
        preset: presetOf(config),
        origin: this.#origin,
      },
    };
  }

  #drawAll() {
    const actions = this.#actions;
    let view = this.#view;
    const { pictures } = this.#stage;
    if (view.trace) pictures.show({ ...view, trace: view.trace });
    view = { ...view, picture: pictures.left(view) };
    document.documentElement.lang = view.language;
    document.title = view.say('title');
    document.documentElement.dataset.picture = view.picture.shown ?? 'none';
    const { config, language, theme, faults } = view;
    const always = [config, language, theme, faults];
    this.#part('header', [...always, view.canUndo, view.canRedo, view.editing, view.said], () => header(view, actions));
    this.#part('notice', [language, faults], () => notice(view, actions));
    this.#part('note', [config, language], () => note(view, actions));
    render(computing(view, actions), element('computing'));
    render(pictureCaption(view, actions), element('picture'));
    render(transport(view, actions), element('transport'));
    const stopped = String(view.trace?.runs.map((run) => run.stopped?.step));
    this.#part('runs', [...always, view.editing, stopped], () => cards(view, actions));
    element('editor').hidden = view.editing === null;
    this.#part('editor', [...always, view.editing, view.problem, view.formula], () => editor(view, actions));
    // What follows below need not be there at once.
    if (this.#begun) this.#drawBelow(view);
    else this.#redraw();
    this.#begun = true;
    // Spoken when it comes to rest, not at every frame.
    if (!view.playing) element('summary').textContent = summary(view);
  }

  /** @param {PageView} view */
  #drawBelow(view) {
    const { config, language } = view;
    render(lensSection(view), element('lens'));
    render(this.#track.section(view, this.#actions), element('race'));
    this.#track.draw();
    this.#part('printed', [config, language], () => printed(view, this.#actions));
    const { state, findings } = this.#parity;
    this.#part('foot', [language, state, findings.length], () => footer(view, this.#parity));
  }

  /**
   * Renders a part of the page if anything that it depends on has changed.
   *
   * @param {string} id
   * @param {unknown[]} depends
   * @param {() => unknown} make
   */
  #part(id, depends, make) {
    const before = this.#parts.get(id);
    if (before && depends.every((each, i) => Object.is(each, before[i]))) return;
    this.#parts.set(id, depends);
    render(make(), element(id));
  }

  /**
   * The editor stands apart from the button that opens it, so the focus goes along: to its heading, as what comes first
   * in it duplicates a run. It goes back when the editor is closed.
   *
   * @param {number | 'problem' | null} what
   */
  #openEditor(what) {
    const before = this.#editing;
    this.#editing = what;
    if (what === null) {
      const opener =
        before === 'problem' ? element('problem-options') : element(`run-${before}`)?.querySelector('.more');
      /** @type {HTMLElement | null} */ (opener)?.focus();
      this.#draw();
      return;
    }
    this.#draw();
    const editor = element('editor');
    editor.querySelector('h2')?.focus({ preventScroll: true });
    editor.scrollIntoView({ block: 'nearest' });
  }

  /** Says it for a while in the menu that asked. @param {string} text */
  #say(text) {
    this.#said = text;
    this.#redraw();
  }

  /** @returns {import('./view.js').Actions} */
  #makeActions() {
    const session = this.#session;
    const edit = session.edit.bind(session);
    const say = (/** @type {import('./strings.js').Phrase} */ phrase, values = {}) =>
      this.#say(translator(this.#language)(phrase, values));
    return {
      ...this.#stage.actions,
      edit,
      open: (config) => session.open(config),
      undo: () => session.undo(),
      redo: () => session.redo(),
      takeProblem: (id) => void this.#takeProblem(id),
      openEditor: (what) => this.#openEditor(what),
      typeFormula: (text) => {
        if (this.#formula.type(text, session.config)) edit((draft) => edits.takeFormula(draft, text), 'formula');
        this.#redraw();
      },
      takeMethod: (k, method) => edit((draft) => edits.takeMethod(draft, k, method, this.#kudari, this.#stage.problem)),
      addRun: () => edit((draft) => edits.addRun(draft, this.#kudari, this.#stage.problem)),
      showCurve: (name, on) => edit((draft) => edits.showCurve(draft, name, on)),
      toggleRun: (k) => edit((draft) => edits.toggleRun(draft, k)),
      removeRun: (k) => {
        edit((draft) => edits.removeRun(draft, k));
        this.#editing = null;
      },
      duplicateRun: (k) => {
        edit((draft) => edits.duplicateRun(draft, k));
        this.#editing = k + 1;
      },
      moveRun: (k, by) => {
        edit((draft) => edits.swapRuns(draft, k, k + by));
        this.#editing = k + by;
      },
      race: (on) => {
        if (on) this.#track.start(session.config);
        else this.#track.stop();
        edit((draft) => edits.showPanel(draft, 'race', on), null);
      },
      toggleLanguage: () => edit((draft) => void (draft.view.lang = this.#language === 'en' ? 'ja' : 'en'), null),
      toggleTheme: () => edit((draft) => void (draft.view.theme = this.#theme === 'dark' ? 'light' : 'dark'), null),
      copy: async (what) => {
        const text = {
          link: () => session.link,
          embed: () => embedCode(session.link, translator(this.#language)('title')),
          config: () => JSON.stringify(session.config, null, 2),
        }[what]();
        say((await copyText(text)) ? 'copied' : 'notCopied');
      },
      download: async (kind) => {
        const { language, trace } = this.#view;
        if (!trace) return;
        // How it is shown may have changed since it ran.
        const shown = { ...trace, config: session.config };
        const name = await save(kind, { trace: shown, drawings: this.#stage.pictures.drawings, language });
        say('downloaded', { name });
      },
      openFile: async (file) => {
        try {
          const config = configIn(await file.text());
          await prepare(config);
          session.open(config, file.name);
        } catch (error) {
          session.complain(error, file.name);
        }
      },
      dismiss: () => session.dismiss(),
    };
  }
}

/** Whether motion is unwelcome. */
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

try {
  const [kudari] = await Promise.all([loadKudari(), prepare(location.hash)]);
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
