#!/usr/bin/env node
/**
 * `pggit-node-pg-migrate`: the stock CLI as it stands, with its runner swapped. It becomes the main
 * module, so that its version, exit codes and signals are its own; its usage line has our name,
 * which it takes from `process.argv`.
 */
import Module from 'node:module';
import './register.js';
import { ToolNotFoundError } from '../errors.js';
import { HELP } from './settings.js';
import { findStockBin } from './stock-bin.js';

try {
  const bin = findStockBin();
  if (process.argv.includes('--help')) process.once('exit', () => process.stdout.write(HELP));
  Module.runMain(bin);
} catch (error) {
  if (!(error instanceof ToolNotFoundError)) throw error;
  process.stderr.write(`pggit: ${error.message} (${error.hint})\n`);
  process.exitCode = 1;
}
