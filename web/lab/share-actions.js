/**
 * What the share menu does: the experiment is copied, saved, and opened from a file.
 */
import { prepare } from '../experiment/index.js';
import { configIn, copyText, embedCode, save } from './deliver.js';

/**
 * @param {object} parts
 * @param {import('./session.js').Session} parts.session
 * @param {() => import('../figures/sheet.js').Sheet | null} parts.sheet the figures as they are, if there are any
 * @param {import('./strings.js').Say} parts.say in the language of the moment
 * @param {(text: string) => void} parts.tell what has become of it
 * @returns {Pick<import('./view.js').Actions, 'copy' | 'download' | 'openFile'>}
 */
export const shareActions = ({ session, sheet, say, tell }) => ({
  copy: async (what) => {
    const text = {
      link: () => session.link,
      embed: () => embedCode(session.link, say('title')),
      config: () => JSON.stringify(session.config, null, 2),
    }[what]();
    tell(say((await copyText(text)) ? 'copied' : 'notCopied'));
  },
  download: async (kind) => {
    const content = sheet();
    if (!content) return;
    try {
      tell(say('downloaded', { name: await save(kind, content) }));
    } catch (error) {
      tell(say('notSaved', { reason: error instanceof Error ? error.message : String(error) }));
    }
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
});
