import type { LogEntry } from '@pggit/core';
import type { LoggedCommit } from '../logged-commit.js';
import type { Style } from '../output/style.js';
import { counted, firstLine, indent, oneLine } from './text.js';
import { longTime } from './time.js';

/** A commit with its message, as git's log has it. */
export function logEntry(commit: LoggedCommit, id: string, style: Style): string {
  return [
    commitHeader(commit, id, style),
    '',
    indent(commit.message, '    '),
    '',
    `    ${style.dim(contents(commit))}`,
  ].join('\n');
}

/** A commit on one line. */
export function logLine(commit: LoggedCommit, id: string, style: Style): string {
  const ending = endingOf(commit);
  const doubt = doubtOf(commit);
  return [
    style.yellow(id),
    tagsOf(commit, style),
    firstLine(commit.message),
    ending && style.red(`(${ending})`),
    doubt && style.dim(`(${doubt})`),
    style.dim(`(${contents(commit)})`),
  ]
    .filter(Boolean)
    .join(' ');
}

/** Id, tags, author, time and deployment. */
export function commitHeader(commit: LoggedCommit, id: string, style: Style): string {
  const { author, committedAt, deploymentName } = commit;
  const ending = endingOf(commit);
  const doubt = doubtOf(commit);
  return [
    [style.yellow(`commit ${id}`), tagsOf(commit, style)].filter(Boolean).join(' '),
    `Author:     ${oneLine(author)}`,
    `Date:       ${longTime(committedAt)}`,
    ...(deploymentName === null
      ? []
      : [
          `Deployment: ${oneLine(deploymentName)}${ending && style.red(` (${ending})`)}${doubt && style.dim(` (${doubt})`)}`,
        ]),
  ].join('\n');
}

/** A deployment that came to its end is nothing to mention. */
function endingOf({ deploymentStatus }: LogEntry): string {
  return deploymentStatus === 'failed' || deploymentStatus === 'interrupted'
    ? deploymentStatus
    : '';
}

/** That it is completed is all that is known where its tool does not say how it ended. */
function doubtOf(commit: LoggedCommit): string {
  const { deploymentReason } = commit;
  return endingOf(commit) === '' && deploymentReason !== null ? firstLine(deploymentReason) : '';
}

function tagsOf({ tags }: LogEntry, style: Style): string {
  if (tags.length === 0) return '';
  return style.cyan(`(${tags.map((tag) => `tag: ${oneLine(tag)}`).join(', ')})`);
}

function contents({ changes, migrations }: LogEntry): string {
  const objects = counted(changes, 'change');
  return migrations === 0 ? objects : `${objects}, ${counted(migrations, 'migration')}`;
}
