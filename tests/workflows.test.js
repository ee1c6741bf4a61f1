/**
 * The workflows ask for commands that there are, with no more rights than they need.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { file } from './support.js';

const names = readdirSync(file('../.github/workflows'));
const workflows = Object.fromEntries(
  names.map((name) => [name.replace('.yml', ''), parse(readFileSync(file(`../.github/workflows/${name}`), 'utf8'))]),
);
const jobs = Object.values(workflows).flatMap((workflow) => Object.values(workflow.jobs));
const steps = jobs.flatMap((job) => job.steps ?? []);
const commands = (/** @type {any} */ { steps: own }) => own.flatMap((/** @type {any} */ { run }) => run ?? []);

test('there are three, and every command of build.sh that they call exists', () => {
  assert.deepEqual(names.sort(), ['pages.yml', 'publish.yml', 'test.yml']);
  const said = spawnSync('./build.sh', { cwd: file('..'), encoding: 'utf8' }).stdout;
  const called = steps.flatMap(({ run = '' }) => run.match(/\.\/build\.sh \w+/g) ?? []);
  assert.deepEqual(called.sort(), ['./build.sh build', './build.sh build', './build.sh test']);
  for (const command of called) assert.ok(said.includes(command), command);
});

test('every action is of a version, and every job reads only, but for what it deploys', () => {
  const actions = steps.flatMap(({ uses }) => uses ?? []);
  assert.ok(actions.length >= 5);
  actions.forEach((action) => assert.match(action, /^actions\/[\w-]+@v\d+$/));
  for (const [name, { permissions }] of Object.entries(workflows))
    assert.deepEqual(permissions, { contents: 'read' }, name);
  const more = jobs.flatMap(({ permissions = {} }) =>
    Object.keys(permissions).filter((key) => permissions[key] !== 'read'),
  );
  assert.deepEqual(more.sort(), ['id-token', 'id-token', 'pages']);
});

test('tests run on push and on request, in a home that is the user’s own, without which Firefox does not start', () => {
  const { on, jobs: own } = workflows.test;
  assert.deepEqual(Object.keys(on), ['push', 'pull_request', 'workflow_call']);
  assert.deepEqual(own.test.steps.slice(1), [{ run: './build.sh test', env: { HOME: '/root' } }]);
  assert.equal(own.test.container.env, undefined, 'the runner would write over a HOME there');
});

test('the page is what the build leaves of what was tested; one deployment at a time', () => {
  const { test: before, build, deploy } = workflows.pages.jobs;
  assert.deepEqual([before.uses, build.needs], ['./.github/workflows/test.yml', 'test']);
  assert.equal(build.steps.at(-1).with.path, 'dist/page');
  assert.deepEqual([deploy.needs, deploy.permissions], ['build', { pages: 'write', 'id-token': 'write' }]);
  assert.equal(workflows.pages.concurrency['cancel-in-progress'], false);
});

test('a tag publishes what was tested, if it is the version, and says where it comes from', () => {
  const { on, jobs: own } = workflows.publish;
  assert.deepEqual(
    [on, own.test.uses, own.publish.needs],
    [{ push: { tags: ['v*'] } }, './.github/workflows/test.yml', 'test'],
  );
  const [check, , origin, publish] = commands(own.publish);
  assert.equal(publish, 'npm publish --provenance --access public');
  assert.match(origin, /^npm pkg set repository\.type=git .*repository\.url=.*homepage=.*bugs\.url=/s);
  const { version } = JSON.parse(readFileSync(file('../package.json'), 'utf8'));
  const asked = (/** @type {string} */ tag) =>
    spawnSync('bash', ['-c', check], { cwd: file('..'), env: { ...process.env, GITHUB_REF_NAME: tag } }).status;
  assert.deepEqual([asked(`v${version}`), asked('v9.9.9'), asked(version)], [0, 1, 1]);
});
