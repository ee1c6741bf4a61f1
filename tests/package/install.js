/**
 * The package as its users have it: packed, and installed from its tarball into a folder of its own.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kudari-package-'));
after(() => rmSync(folder, { recursive: true }));

/** npm without scripts and without the network. @param {string[]} given @param {string} cwd */
const npm = (given, cwd) =>
  execFileSync('npm', [...given, '--ignore-scripts', '--offline', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
  });

mkdirSync(join(folder, 'project'));
const [packed] = Object.values(JSON.parse(npm(['pack', '--json', '--pack-destination', folder], root)));

/** Paths in the tarball. @type {string[]} */
export const contents = packed.files.map((/** @type {{ path: string }} */ { path }) => path);
export const tarball = join(folder, packed.filename);

/** A project that has the package installed, and the programs of consumer/ in it. */
export const project = join(folder, 'project');
writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
npm(['install', tarball], project);
cpSync(fileURLToPath(new URL('consumer', import.meta.url)), project, { recursive: true });

/** A file of the package as it lies there. @param {string} path */
export const installed = (path) => join(project, 'node_modules/kudari', path);

/** Three steps of AdamW, recorded from PyTorch: what consumers are given, and what they must come to. */
const recorded = JSON.parse(readFileSync(new URL('../golden/optimizers.json', import.meta.url), 'utf8'));
const { method, options, w } = recorded.cases.find((/** @type {{ id: string }} */ { id }) => id === 'adamw/float64');
export const given = {
  method,
  options: { ...options, dtype: 'float64' },
  w0: recorded.w0,
  gradients: recorded.grads.slice(0, 3),
};

/** @type {number[]} */
export const golden = w[3];
