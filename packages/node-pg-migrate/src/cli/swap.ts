import type { Runner, StockRunner } from '../options.js';
import { recordingRunner } from '../runner.js';
import { actionOf } from './action.js';
import { redoRunner } from './redo.js';
import { type CommandLine, readCommandLine } from './settings.js';
import { isStockCli } from './stock-bin.js';

const swapped = new WeakMap<object, unknown>();
let commandLine: CommandLine | undefined;

/**
 * The recording runner that takes a stock runner's place in this process. pggit's flags leave
 * `process.argv` here, before the stock CLI parses it, and not when the hooks are installed:
 * NODE_OPTIONS installs them in npm and npx as well.
 */
export function swapRunner(stock: StockRunner): StockRunner {
  return once(stock, () => makeRunner(stock));
}

/**
 * A copy of node-pg-migrate's CommonJS exports with the runner swapped; the original's properties
 * cannot be redefined.
 */
export function swapExports<T>(exports: T): T {
  if (typeof exports === 'function') return swapRunner(exports as unknown as StockRunner) as T;
  if (typeof exports !== 'object' || exports === null) return exports;
  return once(exports, () => {
    const copy = Object.create(Object.getPrototypeOf(exports));
    for (const key of Reflect.ownKeys(exports)) {
      const value = (exports as Record<PropertyKey, unknown>)[key];
      const isRunner = (key === 'default' || key === 'runner') && typeof value === 'function';
      const enumerable = Object.prototype.propertyIsEnumerable.call(exports, key);
      Object.defineProperty(copy, key, {
        value: isRunner ? swapRunner(value as StockRunner) : value,
        enumerable,
      });
    }
    return copy;
  });
}

function once<T>(original: object, make: () => T): T {
  if (!swapped.has(original)) swapped.set(original, make());
  return swapped.get(original) as T;
}

function makeRunner(stock: StockRunner): Runner {
  try {
    const { settings, args } = takeCommandLine();
    if (actionOf(args) === 'redo' && isStockCli()) return redoRunner(stock, settings);
    const runner = recordingRunner(stock);
    return (options) => runner({ ...options, pggit: { ...settings, ...options.pggit } });
  } catch (error) {
    // What is wrong with the command line is thrown when a run starts, so that `create` and
    // `--help` work.
    return async () => {
      throw error;
    };
  }
}

/** Reads the command line once: the second reading would not find pggit's flags any more. */
function takeCommandLine(): CommandLine {
  if (commandLine === undefined) {
    const [node = '', script = '', ...given] = process.argv;
    commandLine = readCommandLine(given, process.env);
    process.argv = [node, script, ...commandLine.args];
  }
  return commandLine;
}
