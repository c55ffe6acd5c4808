/**
 * Installs what package-lock.json names, where that is not installed yet. Node built-ins only,
 * because it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const FLOOR = [20, 19];

/** @throws Error when it failed; what went wrong is on the terminal already */
export function install() {
  requireNode();
  if (isInstalled()) return;
  console.log('Installing dependencies (npm ci)...');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
}

/** Runs a program in the root folder; @throws Error when it does not end well */
export function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    shell: process.platform === 'win32',
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`failed: ${[command, ...args].join(' ')}`);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < FLOOR[0] || (major === FLOOR[0] && minor < FLOOR[1])) {
    throw new Error(`Node ${FLOOR.join('.')} or later is needed, this is ${process.versions.node}`);
  }
}

/**
 * Compares the lock file with npm's own record of what is in node_modules. Times of files would
 * not do: a checkout and an unpacked cache set them as they like.
 */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const installed = packagesOf(join('node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) install();
