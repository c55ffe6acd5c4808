import { NotInstalledError } from '../errors/install.js';
import type { InstallationState } from '../verify/installation-state.js';
import { NotUsableError } from './errors.js';

const REASONS = {
  not_installed: 'pggit is not installed in this database',
  no_privilege: 'this role has no rights on pggit',
  no_data: 'pggit has no data here, as after a restore without data: run `pggit install`',
  read_only: 'this server is read-only',
};

/** Why nothing can be recorded in this database by this role, in words. */
export function whyNotUsable(state: InstallationState): string {
  return REASONS[state.reason ?? 'not_installed'];
}

/** The error of a run that requires pggit where nothing can be recorded. */
export function notUsableError(state: InstallationState): Error {
  return state.installed ? new NotUsableError(whyNotUsable(state)) : new NotInstalledError();
}
