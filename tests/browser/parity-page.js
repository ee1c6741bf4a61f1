/**
 * The check against PyTorch alone on a page; `?lang` and `?theme` as asked for. Bundled by parity.test.js.
 */
import { render } from 'lit-html';
import { loadKudari } from '../../web/core/index.js';
import { parityView } from '../../web/lab/parity-view.js';
import { Parity } from '../../web/lab/parity.js';

const asked = new URLSearchParams(location.search);
document.documentElement.dataset.theme = asked.get('theme') ?? 'light';
const language = asked.get('lang') === 'ja' ? 'ja' : 'en';
document.documentElement.lang = language;
const draw = () => render(parityView(parity, language), document.body);
const parity = new Parity(await loadKudari(), draw);
draw();
