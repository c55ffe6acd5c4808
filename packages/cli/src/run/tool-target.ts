import type { Environment } from '../connection/source.js';
import type { UsageError } from '../errors/cli-error.js';
import type { Channels } from './child-environment.js';
import type { Launch, RunTarget } from './find-database.js';
import type { Way } from './probe.js';

/** A tool that reads its address by itself and is told its deployment by properties of its driver. */
interface Tool extends Pick<RunTarget, 'source' | 'hasTriggers' | 'lost' | 'needs'> {
  readonly program: string;
  readonly args: readonly string[];
  /** The variable of its URL: under this name the URL goes through the same hands as that of any command. */
  readonly variable: string;
  /** The URL, wherever the tool has it. */
  readonly url: string | undefined;
  plain(url: string): string;
  launchIn(deployment: string, environment: Environment, by: Way): ToolLaunch | Promise<ToolLaunch>;
}

interface ToolLaunch extends Omit<Launch, 'command'> {
  readonly args: readonly string[];
}

/** Where a run of the tool is recorded, and how it is told its deployment, by what gets through. */
export function toolTarget(
  { program, args, variable, url, launchIn, ...target }: Tool,
  environment: Environment,
): RunTarget {
  return {
    ...target,
    environment: { ...environment, [variable]: url },
    urlVariables: [variable],
    async launch(told, deployment, channels) {
      const others = { ...told, [variable]: environment[variable] };
      const way = wayOver(channels, variable);
      if (way === undefined) return { command: [program, ...args], environment: others };
      const { args: all, ...launch } = await launchIn(deployment, others, way);
      return { ...launch, command: [program, ...all] };
    },
  };
}

function wayOver({ urlVariables, namedVariables }: Channels, variable: string): Way | undefined {
  if (urlVariables.includes(variable)) return 'options';
  return namedVariables.includes(variable) ? 'application name' : undefined;
}

/** Where the address of a tool cannot be read, which may be fine for the tool. */
export function unreadableTarget(environment: Environment, unreadable: UsageError): RunTarget {
  return { source: { origin: 'nowhere' }, environment, urlVariables: [], unreadable };
}
