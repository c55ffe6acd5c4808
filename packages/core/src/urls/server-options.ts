/** The setting by which a session belongs to a deployment. */
const SETTING = 'pggit.deployment';

/** The server splits options at white space; a backslash takes away the meaning of what follows it. */
const DANGLING_BACKSLASH = /(?<!\\)((?:\\\\)*)\\$/;

/**
 * Server options (`PGOPTIONS`, `options=`) that put a session into the deployment and keep what they
 * said before. The server takes the last of two values, so a deployment of an outer or an earlier
 * run gives way.
 *
 * @param existing the options so far
 * @param id of the deployment
 */
export function optionsWith(existing: string | undefined, id: string): string {
  const kept = (existing ?? '').replace(DANGLING_BACKSLASH, '$1');
  return /\S/.test(kept) ? `${kept} ${option(id)}` : option(id);
}

/** Whether server options say anything beside the deployment of an outer run. */
export function hasOwnSettings(options: string | undefined): boolean {
  return /\S/.test((options ?? '').replace(DEPLOYMENT, ''));
}

/** As {@link optionsWith} writes it. */
const DEPLOYMENT = /(?<!\S)-c pggit\.deployment=[0-9a-f-]*(?!\S)/g;

function option(id: string): string {
  return `-c ${SETTING}=${id}`;
}
