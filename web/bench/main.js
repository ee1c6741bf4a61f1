/**
 * The page of the benchmark. Its address may say in which language (`?lang=ja`), and how long each contestant's rounds last
 * and how many there are (`?budget=10&rounds=7`, in milliseconds).
 */
import { render } from 'lit-html';
import { readersLanguage } from '../words/words.js';
import { translator } from './phrases.js';
import { Session } from './session.js';
import { view } from './view.js';

const asked = new URLSearchParams(location.search);

/** @param {string} name @param {number} usual @param {number} most */
function numberAsked(name, usual, most) {
  const value = Number(asked.get(name));
  return value > 0 && value <= most ? value : usual;
}

/** @type {import('./phrases.js').Language} */
let language = asked.get('lang') === 'ja' ? 'ja' : asked.get('lang') === 'en' ? 'en' : readersLanguage();
const session = new Session(draw, {
  budget: numberAsked('budget', 10, 1000),
  rounds: Math.ceil(numberAsked('rounds', 7, 100)),
});

function draw() {
  const say = translator(language);
  document.documentElement.lang = language;
  document.title = say('title');
  render(view(session, say, language, toggleLanguage), document.body);
}

function toggleLanguage() {
  language = language === 'en' ? 'ja' : 'en';
  draw();
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const shade = () => void (document.documentElement.dataset.theme = dark.matches ? 'dark' : 'light');
dark.addEventListener('change', shade);
shade();
draw();
