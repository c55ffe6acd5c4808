import { describe } from 'vitest';
import { failureContract } from './failure.js';
import { fromBeforeContract } from './from-before.js';
import { notUsableContract } from './not-usable.js';
import { successContract } from './success.js';
import { togetherContract } from './together.js';
import type { ContractTool } from './tool.js';

/**
 * What every adapter promises, proven against its real tool: each test runs the tool's command as a
 * child process, on a project and a database of its own, and reads pggit's history over another
 * connection.
 */
export function describeContract(tool: ContractTool): void {
  describe(`${tool.name} keeps the contract of adapters`, { timeout: 60_000 }, () => {
    describe('in every run', () => successContract(tool));
    describe('when something goes wrong', () => failureContract(tool));
    describe('beside others', () => togetherContract(tool));
    describe('with a history from before', () => fromBeforeContract(tool));
    describe('where it cannot record', () => notUsableContract(tool));
  });
}
