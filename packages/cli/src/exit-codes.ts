/** What the process ends with; `pggit run` ends with the code of its command. */
export const EXIT = {
  ok: 0,
  error: 1,
  usage: 2,
  findings: 4,
  engineNewer: 5,
  // As env, timeout and shells have them, for whoever tells them from a command's own.
  pggitFailed: 125,
  notExecutable: 126,
  notFound: 127,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code means, for help and reference. Number 3 is kept for merge conflicts. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done, and nothing to report',
  1: 'an error; the reason is on stderr',
  2: 'the command line is wrong, or no database is given',
  4: 'findings: the database is not as it should be',
  5: 'the engine in the database is newer than this package',
  125: 'pggit failed and the command that it runs did not; stderr says whether that ran',
  126: 'the command to run was found and cannot be run',
  127: 'the command to run was not found',
};
