/**
 * WebKitGTK through its driver, in a window that nobody sees.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { Builder, Capabilities } from 'selenium-webdriver';

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** The small browser that comes with the library, wherever this system keeps it. */
function miniBrowser() {
  for (const architecture of readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'))) {
    for (const version of ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0']) {
      const path = `/usr/lib/${architecture}/${version}/MiniBrowser`;
      if (existsSync(path)) return path;
    }
  }
  throw new Error('MiniBrowser of WebKitGTK is not installed');
}

/** @returns {Promise<{ driver: import('selenium-webdriver').WebDriver, close: () => Promise<void> }>} */
export async function launchWebKit() {
  const port = await freePort();
  // Its own process group, so that the display goes with the driver.
  const process_ = spawn('xvfb-run', ['-a', 'WebKitWebDriver', `--port=${port}`], {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LIBGL_ALWAYS_SOFTWARE: '1' },
  });
  const kill = () => {
    if (process_.pid) process.kill(-process_.pid);
  };
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] },
  });
  for (let tries = 0; ; tries++) {
    try {
      const driver = await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
      const close = async () => {
        await driver.quit();
        kill();
      };
      return { driver, close };
    } catch (error) {
      if (tries < 40 && /ECONNREFUSED/.test(String(error))) {
        await new Promise((resolve) => setTimeout(resolve, 250));
        continue;
      }
      kill();
      throw error;
    }
  }
}
