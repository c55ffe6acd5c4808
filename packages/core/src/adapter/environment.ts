import type { Refresh } from '../refresh/refresh-views.js';
import { InvalidSettingError } from './errors.js';
import type { RecordingSettings } from './settings.js';

function text(_setting: string, value: string): string {
  return value;
}

function list(_setting: string, value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function refresh(setting: string, value: string): Refresh {
  return value === 'none' || value === 'affected' ? value : list(setting, value);
}

function yesOrNo(setting: string, value: string): boolean {
  if (/^(1|true|yes|on)$/i.test(value)) return true;
  if (/^(0|false|no|off)$/i.test(value)) return false;
  throw new InvalidSettingError(setting, value, 'true or false');
}

/**
 * The settings that may be written as text: the environment variable of each, and what reads it.
 * A reader is given what the setting is called where it was written, for its InvalidSettingError.
 */
export const WRITTEN_SETTINGS = {
  enabled: { variable: 'PGGIT_ENABLED', parse: yesOrNo },
  name: { variable: 'PGGIT_NAME', parse: text },
  message: { variable: 'PGGIT_MESSAGE', parse: text },
  tags: { variable: 'PGGIT_TAGS', parse: list },
  required: { variable: 'PGGIT_REQUIRED', parse: yesOrNo },
  refresh: { variable: 'PGGIT_REFRESH', parse: refresh },
  autoCommit: { variable: 'PGGIT_AUTO_COMMIT', parse: yesOrNo },
} as const;

/**
 * Completes the settings that a program gives with those of the environment; the program's own win,
 * and an empty variable is none.
 *
 * @throws InvalidSettingError when a variable or a setting has a value that it cannot have
 */
export function withEnvironment<S extends RecordingSettings>(
  settings: S,
  environment: Record<string, string | undefined> = process.env,
): S {
  const completed: Record<string, unknown> = Object.fromEntries(Object.entries(settings));
  for (const [option, { variable, parse }] of Object.entries(WRITTEN_SETTINGS)) {
    const value = environment[variable];
    if (completed[option] !== undefined || value === undefined || value === '') continue;
    completed[option] = parse(variable, value);
  }
  checkSettings(completed);
  return completed as S;
}

/**
 * Refuses what only the database would refuse, when the work is done already.
 *
 * @throws InvalidSettingError
 */
export function checkSettings({ tags }: RecordingSettings): void {
  const isList = Array.isArray(tags) && tags.every((tag) => typeof tag === 'string');
  if (tags === undefined || isList) return;
  throw new InvalidSettingError('tags', String(tags), 'an array of strings');
}
