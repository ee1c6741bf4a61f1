/**
 * An example as an author has it who copied its folder: with kudari as npm ships it, and all else as package.json asks.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string} name of an example */
export const packageOf = (name) => JSON.parse(readFileSync(join(root, 'examples', name, 'package.json'), 'utf8'));

/** @param {{ dependencies?: object, devDependencies?: object }} own a package.json */
export const dependenciesOf = ({ dependencies = {}, devDependencies = {} }) =>
  /** @type {Record<string, string>} */ ({ ...dependencies, ...devDependencies });

/** A place for copies, which goes when it is closed. */
export function makeDesk() {
  const desk = mkdtempSync(join(tmpdir(), 'kudari-examples-'));
  const [{ filename }] = JSON.parse(
    String(execFileSync('npm', ['pack', '--json', '--pack-destination', desk], { cwd: root })),
  );

  /** @param {string} name of an example @returns {string} its copy */
  function install(name) {
    const folder = join(desk, name);
    const modules = join(folder, 'node_modules');
    const own = join(root, 'examples', name);
    cpSync(own, folder, { recursive: true, filter: (path) => !path.startsWith(join(own, 'node_modules')) });
    for (const module of Object.keys(dependenciesOf(packageOf(name)))) {
      const place = join(modules, module);
      if (module === 'kudari') {
        mkdirSync(place, { recursive: true });
        execFileSync('tar', ['-xzf', join(desk, filename), '-C', place, '--strip-components=1']);
      } else {
        mkdirSync(dirname(place), { recursive: true });
        symlinkSync(join(root, 'node_modules', module), place);
      }
    }
    symlinkSync(join(root, 'node_modules/.bin'), join(modules, '.bin'));
    return folder;
  }

  /** `npm run` in a copy. @param {string} folder @param {string} script */
  const run = (folder, script) =>
    execFileSync('npm', ['run', script, '--silent'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });

  return { install, run, close: () => rmSync(desk, { recursive: true }) };
}
