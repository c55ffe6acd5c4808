import type * as Core from '@pggit/core';
import { connect } from '../connection/connect.js';
import type { Output } from '../output/output.js';
import type { Channels, Environment } from './child-environment.js';
import { isDatabaseUrl, plainUrl, urlWith } from './database-url.js';
import type { RunTarget } from './find-database.js';
import { probe } from './probe.js';
import { optionsWith } from './server-options.js';
import type { Telling } from './telling.js';

/** An address the child may connect to. */
interface Address {
  /** Undefined where the PG* variables say it all. */
  readonly url: string | undefined;
  /** For messages. */
  readonly origin: string;
}

/**
 * Finds out which of the ways to tell the child's sessions their deployment work, and says which do
 * not.
 */
export async function openChannels(
  core: typeof Core,
  { source, urlVariables }: RunTarget,
  id: string,
  environment: Environment,
  output: Output,
  { warn }: Telling,
): Promise<Channels> {
  const variables = urlVariables.filter((name) => isDatabaseUrl(environment[name] ?? ''));
  const addresses = new Map<string | undefined, Address>([
    [source.url, { url: source.url, ...source }],
  ]);
  for (const name of variables) {
    const url = plainUrl(environment[name] ?? '');
    if (!addresses.has(url)) addresses.set(url, { url, origin: name });
  }
  const closed = new Map<string | undefined, boolean>();
  await Promise.all(
    [...addresses.values()].map(async (address) => {
      const result = await probe(core, (options) => open(address, options), id);
      if (result.joins) return;
      closed.set(address.url, result.refused);
      warn(`sessions cannot join over ${address.origin}: ${result.reason}`, HINT);
    }),
  );
  return {
    urlVariables: variables.filter((name) => !closed.has(plainUrl(environment[name] ?? ''))),
    options: ![...closed.values()].includes(true),
  };

  async function open({ url, origin }: Address, withOptions: boolean) {
    if (url === undefined) {
      const options = withOptions ? { options: optionsWith(environment.PGOPTIONS, id) } : {};
      return connect({ origin }, output, options);
    }
    return connect({ url: withOptions ? urlWith(url, id) : url, origin }, output);
  }
}

const HINT = 'give the command the address of the server itself, not that of a pooler';
