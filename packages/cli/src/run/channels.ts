import { randomUUID } from 'node:crypto';
import { isDatabaseUrl, optionsWith, plainUrl } from '@pggit/core/urls';
import { connect } from '../connection/connect.js';
import type { Output } from '../output/output.js';
import { applicationName, type Channels, toldUrl } from './child-environment.js';
import type { RunTarget } from './find-database.js';
import { type ProbeResult, probe, type Way } from './probe.js';
import type { Telling } from './telling.js';

/** An address the child may connect to. */
interface Address {
  /** Undefined where the PG* variables say it all. */
  readonly url: string | undefined;
  /** For messages. */
  readonly origin: string;
}

const HINT = 'give the command the address of the server itself, not that of a pooler';

/**
 * Finds out which of the ways to tell the child's sessions their deployment work, and says where
 * none does. `isPooled`: whether there are poolers on the way.
 */
export async function openChannels(
  { source, environment, urlVariables, plain = plainUrl }: RunTarget,
  output: Output,
  { warn }: Telling,
): Promise<Channels & { readonly isPooled: boolean }> {
  const variables = urlVariables.filter((name) => isDatabaseUrl(environment[name] ?? ''));
  const addresses = new Map<string | undefined, Address>([
    [source.url, { url: source.url, origin: source.origin }],
  ]);
  for (const name of variables) {
    const url = plain(environment[name] ?? '');
    if (!addresses.has(url)) addresses.set(url, { url, origin: name });
  }
  const results = new Map<string | undefined, ProbeResult>();
  await Promise.all(
    [...addresses.values()].map(async (address) => {
      const sample = randomUUID();
      const result = await probe((way) => connectBy(way, address, sample), sample);
      results.set(address.url, result);
      if (result.way === undefined) {
        warn(`sessions cannot join over ${address.origin}: ${result.reason}`, HINT);
      }
    }),
  );
  const told = (by: Way): string[] =>
    variables.filter((name) => results.get(plain(environment[name] ?? ''))?.way === by);
  return {
    urlVariables: told('options'),
    namedVariables: told('application name'),
    options: ![...results.values()].some(({ refusesOptions }) => refusesOptions),
    name: ![...results.values()].some(({ leaksName }) => leaksName),
    isPooled: [...results.values()].some(({ isPooled }) => isPooled),
  };

  function connectBy(way: Way | undefined, { url, origin }: Address, id: string) {
    const settings = {
      application_name: way === 'application name' ? applicationName(environment, id) : undefined,
      // Only who brings no name at all can get that of somebody else.
      ...(way === undefined ? { fallback_application_name: undefined } : {}),
      // Those of an URL win.
      ...(way === 'options' ? { options: optionsWith(environment.PGOPTIONS, id) } : {}),
    };
    if (url === undefined) return connect({ origin }, output, settings);
    const told = way === 'options' ? toldUrl(url, environment, id) : url;
    return connect({ url: told, origin }, output, settings);
  }
}
