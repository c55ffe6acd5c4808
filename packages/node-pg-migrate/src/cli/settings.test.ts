import { InvalidSettingError } from '@pggit/core/adapter';
import { describe, expect, it } from 'vitest';
import { UnknownFlagError } from '../errors.js';
import { readCommandLine } from './settings.js';

describe('readCommandLine', () => {
  it.each([
    { args: [], settings: {}, rest: [] },
    { args: ['up', '--fake'], settings: {}, rest: ['up', '--fake'] },
    { args: ['--pggit-name', 'a b', 'up'], settings: { name: 'a b' }, rest: ['up'] },
    { args: ['up', '--pggit-name=a=b'], settings: { name: 'a=b' }, rest: ['up'] },
    { args: ['--pggit-tags', 'a, b,,c'], settings: { tags: ['a', 'b', 'c'] }, rest: [] },
    { args: ['--pggit-required', 'up'], settings: { required: true }, rest: ['up'] },
    { args: ['--pggit-required=no'], settings: { required: false }, rest: [] },
    { args: ['--no-pggit-enabled', 'up'], settings: { enabled: false }, rest: ['up'] },
    { args: ['--pggit-auto-commit'], settings: { autoCommit: true }, rest: [] },
    { args: ['--pggit-refresh', 'affected'], settings: { refresh: 'affected' }, rest: [] },
    { args: ['--pggit-refresh=a.b,c'], settings: { refresh: ['a.b', 'c'] }, rest: [] },
    { args: ['up', '--', '--pggit-name'], settings: {}, rest: ['up', '--', '--pggit-name'] },
  ])('$args', ({ args, settings, rest }) => {
    expect(readCommandLine(args, {})).toEqual({ settings, args: rest });
  });

  it('refuses a flag of pggit that does not exist', () => {
    expect(() => readCommandLine(['up', '--pggit-requird'], {})).toThrow(UnknownFlagError);
  });

  it('reads the environment, where an empty variable is none', () => {
    const environment = {
      PGGIT_ENABLED: '0',
      PGGIT_NAME: 'nightly',
      PGGIT_MESSAGE: '',
      PGGIT_TAGS: 'a,b',
      PGGIT_REQUIRED: 'TRUE',
      PGGIT_REFRESH: 'none',
      PGGIT_AUTO_COMMIT: 'off',
    };
    expect(readCommandLine([], environment).settings).toEqual({
      enabled: false,
      name: 'nightly',
      tags: ['a', 'b'],
      required: true,
      refresh: 'none',
      autoCommit: false,
    });
  });

  it('lets a flag win over its variable', () => {
    const { settings } = readCommandLine(['--pggit-name=flag'], { PGGIT_NAME: 'variable' });
    expect(settings).toEqual({ name: 'flag' });
  });

  it.each([
    { args: ['--pggit-name'], environment: {}, setting: '--pggit-name', value: undefined },
    {
      args: ['--pggit-required=maybe'],
      environment: {},
      setting: '--pggit-required',
      value: 'maybe',
    },
    { args: [], environment: { PGGIT_ENABLED: 'x' }, setting: 'PGGIT_ENABLED', value: 'x' },
  ])('refuses $args $environment', ({ args, environment, setting, value }) => {
    const read = () => readCommandLine(args, environment);
    expect(read).toThrow(InvalidSettingError);
    expect(read).toThrow(expect.objectContaining({ code: 'invalid_setting', setting, value }));
  });
});
