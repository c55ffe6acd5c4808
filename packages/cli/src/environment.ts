/** The variables the command reads, for help and reference. */
export const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['PGGIT_DATABASE_URL', 'the database, where --url is not given'],
  ['DATABASE_URL', 'the database, where PGGIT_DATABASE_URL is not set either'],
  ['PGHOST, PGUSER, ...', "libpq's variables, where no URL is given; they complete a URL as well"],
  ['PGCONNECT_TIMEOUT', 'seconds to wait for the connection; 15 when not set'],
  [
    'PGGIT_NAME, ...',
    'run, flyway, liquibase: PGGIT_NAME, _MESSAGE, _TAGS (with commas), _REQUIRED, _REFRESH for its flags; PGGIT_ENABLED=false',
  ],
  [
    'PGGIT_DEPLOYMENT',
    'run, flyway, liquibase: the deployment to join; they give theirs to their command',
  ],
  ['NO_COLOR', 'no colours; there are none outside of a terminal anyway'],
  ['DEBUG', 'the same as --verbose'],
];
