import type { Deployment, EngineMode, StatusEntry } from '@pggit/core';
import type { Screen } from '../output/output.js';
import type { Style } from '../output/style.js';
import { changeLine } from './changes.js';
import { counted, oneLine } from './text.js';
import { longTime } from './time.js';

type OpenDeployment = Pick<Deployment, 'deploymentId' | 'name' | 'openedBy' | 'startedAt'> & {
  readonly ownerGone: boolean;
};

export interface Status {
  readonly clean: boolean;
  readonly engineVersion: string | undefined;
  readonly packageVersion: string;
  readonly mode: EngineMode | undefined;
  readonly entries: readonly StatusEntry[];
  readonly openDeployments: readonly OpenDeployment[];
}

/** What keeps changes from being recorded first, then what is not recorded, then the rest. */
export function renderStatus(status: Status, { style, verbose }: Screen): string {
  const { entries, openDeployments } = status;
  const of = (state: StatusEntry['state']) => entries.filter((entry) => entry.state === state);
  return [
    engineLine(status),
    ...manualMode(status, style),
    ...disabled(of('disabled'), style),
    ...damaged(of('damaged'), style),
    ...paused(of('paused'), style),
    ...openDeployments.map((each) => deployment(each, of('staged'), style)),
    ...staged(
      of('staged').filter(({ deploymentId }) => deploymentId === null),
      style,
    ),
    ...drift(of('drift'), style),
    ...unread(of('unread'), style),
    ...unmodelled(of('unmodelled'), verbose, style),
    ...([...of('drift'), ...of('unread'), ...of('damaged')].length > 0
      ? []
      : [agreement(of('staged').length, style)]),
    style.dim(
      'A pause belongs to its session: sessions that paused tracking cannot be seen from here.',
    ),
  ].join('\n\n');
}

function engineLine({ engineVersion, packageVersion, mode }: Status): string {
  const line = `pggit ${engineVersion} (${mode} mode)`;
  if (engineVersion === packageVersion) return line;
  return `${line}; this package has ${packageVersion}, pggit upgrade brings an older engine up to it`;
}

function manualMode({ mode }: Status, style: Style): string[] {
  if (mode === 'event') return [];
  return [
    block(style.yellow('Manual mode: nothing is captured by itself.'), [
      'Run `select pggit.capture()` after changes, or `pggit install` as a superuser.',
    ]),
  ];
}

function disabled(entries: readonly StatusEntry[], style: Style): string[] {
  const stops = entries.filter(({ kind }) => kind === 'database');
  const names = entries
    .filter(({ kind }) => kind === 'event trigger')
    .map(({ identity }) => oneLine(identity ?? ''));
  return [
    ...stops.map(({ identity }) =>
      block(style.red(`Tracking is disabled for the whole database until ${identity}.`), [
        '`select pggit.emergency_enable()` ends that; what happens meanwhile is drift.',
      ]),
    ),
    ...(names.length === 0 ? [] : [triggersOff(names, style)]),
  ];
}

function triggersOff(names: readonly string[], style: Style): string {
  return block(style.red('Changes are not captured: event triggers are disabled or missing.'), [
    ...names.map((name) => `alter event trigger ${name} enable;`),
    'pggit verify says more; pggit upgrade brings back what is missing.',
  ]);
}

function damaged(entries: readonly StatusEntry[], style: Style): string[] {
  if (entries.length === 0) return [];
  return [
    block(style.red('The history is incomplete: records of pggit itself are gone.'), [
      ...entries.map(({ kind, identity }) => oneLine(`${kind}: ${identity}`)),
      'pggit verify says what to do.',
    ]),
  ];
}

function paused(entries: readonly StatusEntry[], style: Style): string[] {
  return entries.map(({ kind, identity }) => {
    if (kind === 'setting') {
      return block(style.yellow(`Tracking is off for this session: ${identity}.`), [
        'Look for it in the URL, PGOPTIONS, and the settings of the role or database.',
      ]);
    }
    return block(
      style.yellow(`Tracking is off for this session${identity ? ` until ${identity}` : ''}.`),
      [
        'Look for pggit.tracking or pggit.paused_until in the URL, PGOPTIONS, and the settings of the role or database.',
      ],
    );
  });
}

function deployment(each: OpenDeployment, entries: readonly StatusEntry[], style: Style): string {
  const { deploymentId, name, openedBy, startedAt, ownerGone } = each;
  const mine = entries.filter((entry) => entry.deploymentId === deploymentId);
  const title = `Open deployment "${oneLine(name)}", by ${oneLine(openedBy)} since ${longTime(startedAt)}:`;
  const lines = mine.length === 0 ? ['nothing staged'] : mine.map((e) => changeLine(e, style));
  const gone = 'The session that opened it is gone: pggit recover closes it with what landed.';
  return block(title, [...lines, ...(ownerGone ? [style.red(gone)] : [])]);
}

function staged(entries: readonly StatusEntry[], style: Style): string[] {
  if (entries.length === 0) return [];
  const title = 'Staged outside of a deployment, for the next commit:';
  return [
    block(
      title,
      entries.map((entry) => changeLine(entry, style)),
    ),
  ];
}

function drift(entries: readonly StatusEntry[], style: Style): string[] {
  if (entries.length === 0) return [];
  const title = `Drift: ${counted(entries.length, 'object')} of the catalog nobody recorded.`;
  return [
    block(style.red(title), [
      ...entries.map((entry) => changeLine(entry, style)),
      "Adopt it with: pggit capture, or select pggit.capture('message');",
    ]),
  ];
}

function unread(entries: readonly StatusEntry[], style: Style): string[] {
  if (entries.length === 0) return [];
  const title = `Not compared, because another session has locked it: ${counted(entries.length, 'object')}.`;
  return [
    block(style.yellow(title), [
      ...entries.map(({ kind, identity }) => oneLine(`${kind} ${identity}`)),
      'Ask again once that session has ended its transaction.',
    ]),
  ];
}

function unmodelled(entries: readonly StatusEntry[], verbose: boolean, style: Style): string[] {
  if (entries.length === 0) return [];
  const counts = countsByKind(entries).join(', ');
  const title = `Not recorded, because pggit does not model their kind: ${counts}`;
  if (!verbose) return [`${title} ${style.dim('(--verbose lists them)')}`];
  return [
    block(
      title,
      entries.map(({ kind, identity }) => oneLine(`${kind} ${identity}`)),
    ),
  ];
}

/** `3 policy`: kinds are named as PostgreSQL names them, in the singular. */
function countsByKind(entries: readonly StatusEntry[]): string[] {
  const counts = new Map<string, number>();
  for (const { kind } of entries) counts.set(kind ?? '', (counts.get(kind ?? '') ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`);
}

function agreement(stagedCount: number, style: Style): string {
  if (stagedCount > 0) return 'No drift: the history and open deployments have all there is.';
  return style.green('HEAD equals the catalog.');
}

function block(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}
