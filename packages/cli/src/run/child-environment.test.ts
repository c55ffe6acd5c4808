import { describe, expect, it } from 'vitest';
import { childEnvironment } from './child-environment.js';

const ID = '11111111-2222-3333-4444-555555555555';
const OURS = `-c pggit.deployment=${ID}`;
const NO_URL = { urlVariables: [], namedVariables: [], options: true, name: true };
const BOTH = { ...NO_URL, urlVariables: ['DATABASE_URL'] };

describe('childEnvironment', () => {
  it('passes the deployment on each way there is, and everything else as it is', () => {
    const environment = {
      PATH: '/bin',
      DATABASE_URL: 'postgres://h/db',
      OTHER_URL: 'postgres://h',
    };
    expect(childEnvironment(environment, ID, BOTH)).toEqual({
      PATH: '/bin',
      OTHER_URL: 'postgres://h',
      DATABASE_URL: `postgres://h/db?options=${encodeURIComponent(OURS)}`,
      PGOPTIONS: OURS,
      PGAPPNAME: `pggit:${ID}`,
      PGGIT_DEPLOYMENT: ID,
    });
  });

  it('keeps options and an application name that are there', () => {
    const environment = { PGOPTIONS: '-c work_mem=8MB', PGAPPNAME: 'ci' };
    expect(childEnvironment(environment, ID, NO_URL)).toEqual({
      PGOPTIONS: `-c work_mem=8MB ${OURS}`,
      PGAPPNAME: 'ci',
      PGGIT_DEPLOYMENT: ID,
    });
  });

  it('leaves an URL without options alone where PGOPTIONS has settings, which those would replace', () => {
    const DATABASE_URL = 'postgres://h/db';
    const own = { PGOPTIONS: '-c work_mem=8MB', DATABASE_URL };
    expect(childEnvironment(own, ID, BOTH)).toMatchObject({
      PGOPTIONS: `-c work_mem=8MB ${OURS}`,
      DATABASE_URL,
    });
    const both = { ...own, DATABASE_URL: `${DATABASE_URL}?options=-cx.y%3D1` };
    expect(childEnvironment(both, ID, BOTH).DATABASE_URL).toContain(encodeURIComponent(OURS));
    const java = { ...own, DATABASE_URL: 'jdbc:postgresql:db' };
    expect(childEnvironment(java, ID, BOTH).DATABASE_URL).toContain(encodeURIComponent(OURS));
    const outer = { PGOPTIONS: OURS.replace('1', '2'), DATABASE_URL };
    expect(childEnvironment(outer, ID, BOTH).DATABASE_URL).toContain(encodeURIComponent(OURS));
  });

  it('replaces the application name of an outer run', () => {
    const environment = { PGAPPNAME: 'pggit:00000000-0000-0000-0000-000000000000' };
    expect(childEnvironment(environment, ID, NO_URL).PGAPPNAME).toBe(`pggit:${ID}`);
  });

  it('passes only the application name where the server refuses options', () => {
    const environment = { DATABASE_URL: 'postgres://h/db', PGOPTIONS: '-c work_mem=8MB' };
    const channels = { urlVariables: [], namedVariables: [], options: false, name: true };
    expect(childEnvironment(environment, ID, channels)).toEqual({
      ...environment,
      PGAPPNAME: `pggit:${ID}`,
      PGGIT_DEPLOYMENT: ID,
    });
  });

  it('names the sessions of a program of Java in its URL where the server refuses options', () => {
    const environment = { FLYWAY_URL: 'jdbc:postgresql:db', OTHER_URL: 'postgres://h/db' };
    const namedVariables = Object.keys(environment);
    const channels = { ...NO_URL, namedVariables, options: false };
    expect(childEnvironment(environment, ID, channels)).toEqual({
      OTHER_URL: 'postgres://h/db',
      FLYWAY_URL: `jdbc:postgresql:db?ApplicationName=pggit%3A${ID}`,
      PGAPPNAME: `pggit:${ID}`,
      PGGIT_DEPLOYMENT: ID,
    });
  });

  it('passes no application name where a pooler gives it to others', () => {
    const channels = { urlVariables: [], namedVariables: [], options: false, name: false };
    expect(childEnvironment({ PGAPPNAME: '' }, ID, channels)).toEqual({
      PGAPPNAME: '',
      PGGIT_DEPLOYMENT: ID,
    });
  });
});
