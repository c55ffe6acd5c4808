import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { hasOptions, isJdbcUrl, namedJdbcUrl, plainJdbcUrl, urlWith } from '@pggit/core/urls';
import { writeDriverProperties } from './driver-properties.js';
import { PROPERTIES_ENCODING, parseProperties } from './properties.js';
import { type Environment, type Found, Settings } from './settings.js';

/** The variable of the file with properties for its driver. */
const DRIVER_VARIABLE = 'LIQUIBASE_COMMAND_DRIVER_PROPERTIES_FILE';

/** What starts Liquibase. */
export interface Launch {
  readonly args: readonly string[];
  readonly environment: Environment;
  /** To be called when Liquibase has ended. */
  close(): Promise<void>;
}

/** The database that a command line of Liquibase is about. */
export interface LiquibaseDatabase {
  /** As Liquibase has it: `jdbc:postgresql://...`. */
  readonly url: string;
  /** Where it was found, for messages. */
  readonly origin: string;
  /** The address as node-postgres understands it, with the user and password that Liquibase has. */
  plain(url: string): string;
  /**
   * The launch whose sessions belong to a deployment. Where they go is for Liquibase to find: it is told by the
   * properties of its driver. Where the URL has options of its own, which its driver takes instead of those,
   * or no file can be written, it is told in the URL, if that is in an argument or a variable. One in a file
   * may not be the one that Liquibase takes, so nothing is put in its place: the sessions get a name.
   *
   * @param by what gets through to the server; with a name alone there are no options
   */
  launchIn(
    deployment: string,
    environment: Environment,
    by?: 'options' | 'application name',
  ): Promise<Launch>;
}

/**
 * Finds the database where Liquibase does: on its command line, in its variables, in its properties files.
 *
 * @param args of Liquibase, its command among them
 * @param directory in which Liquibase is started
 * @returns undefined where there is none, or it is no PostgreSQL
 */
export async function findDatabase(
  args: readonly string[],
  environment: Environment,
  directory: string,
): Promise<LiquibaseDatabase | undefined> {
  const settings = await Settings.read(args, environment, directory);
  const found = settings.find('url');
  if (found === undefined || !isJdbcUrl(found.value)) return undefined;
  const driver = settings.find('driver-properties-file');
  const driverFile = driver && resolve(directory, driver.value);
  const text =
    driverFile && (await readFile(driverFile, PROPERTIES_ENCODING).catch(() => undefined));
  const properties = parseProperties(text ?? '');
  const credentials = {
    user: properties.get('user') ?? settings.find('username')?.value,
    password: properties.get('password') ?? settings.find('password')?.value,
  };
  const { value: url, origin } = found;
  return {
    url,
    origin,
    plain: (address) => plainJdbcUrl(address, credentials),
    async launchIn(deployment, others, way = 'options') {
      const asItIs: Launch = { args, environment: others, close };
      const withDeployment = way === 'options' ? urlWith : namedJdbcUrl;
      const byUrl = (): Launch => ({
        ...launchWith(found, withDeployment(url, deployment), others),
        close,
      });
      const isInPlace = found.argument !== undefined || found.variable !== undefined;
      const isNamed = way === 'application name';
      const hasOwn = hasOptions(url);
      if (hasOwn && isInPlace && !isNamed) return byUrl();
      // One that is not there is Liquibase's to complain of.
      if (driverFile !== undefined && text === undefined) return asItIs;
      try {
        const by = hasOwn || isNamed ? 'ApplicationName' : 'options';
        const file = await writeDriverProperties(driverFile, deployment, by);
        const launch = launchWith(driver, file.path, others);
        return { ...launch, close: () => file.remove() };
      } catch {
        return isInPlace ? byUrl() : asItIs;
      }
    },
  };

  /** With another value in the place of a setting's. */
  function launchWith(
    setting: Found | undefined,
    value: string,
    others: Environment,
  ): Omit<Launch, 'close'> {
    const at = setting?.argument;
    if (setting === undefined || at === undefined) {
      return { args, environment: { ...others, [setting?.variable ?? DRIVER_VARIABLE]: value } };
    }
    const word = settings.args[at] ?? '';
    const told = word.slice(0, word.length - setting.value.length) + value;
    return { args: settings.args.with(at, told), environment: others };
  }
}

/** Nothing was made. */
async function close(): Promise<void> {}
