import type { ErrorText } from '../errors/cli-error.js';
import { printable, printableDeep } from './printable.js';
import type { Streams } from './streams.js';
import { type Style, styleOf } from './style.js';

export interface OutputOptions {
  /** Data as JSON. */
  readonly json: boolean;
  /** More detail, and stack traces. */
  readonly verbose: boolean;
}

/** What a renderer may know of the place its text goes to. */
export interface Screen {
  readonly style: Style;
  /** Columns of the terminal; undefined where nothing has to fit. */
  readonly width: number | undefined;
  readonly verbose: boolean;
}

/** A message of the server, as the driver has it. */
interface Notice {
  readonly severity?: string | undefined;
  readonly message?: string | undefined;
  readonly hint?: string | undefined;
}

/** Data on stdout, everything else on stderr. */
export class Output {
  readonly verbose: boolean;
  readonly #json: boolean;
  readonly #streams: Streams;
  readonly #errorStyle: Style;

  constructor({ json, verbose }: OutputOptions, streams: Streams) {
    this.verbose = verbose;
    this.#json = json;
    this.#streams = streams;
    this.#errorStyle = styleOf(streams.stderr);
  }

  /** What the command is there for: as JSON, or as `render` tells it to people. */
  result<T>(data: T, render: (data: T, screen: Screen) => string): void {
    const text = this.#json
      ? JSON.stringify(data, null, 2)
      : render(printableDeep(data), this.#screen());
    if (text !== '') this.#streams.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** A line that is no data. */
  note(line: string): void {
    this.#streams.stderr.write(`${printable(line)}\n`);
  }

  warn(message: string, hint?: string): void {
    this.#tell(this.#errorStyle.yellow('warning:'), message, hint);
  }

  /** What the server says on its own; notices below a warning are left out. */
  notice({ severity, message, hint }: Notice): void {
    if (severity === 'WARNING') this.warn(message ?? '', hint);
  }

  error({ code, message, hint, details }: ErrorText): void {
    if (this.#json) {
      const error = { code, message, hint, details };
      this.#streams.stderr.write(`${JSON.stringify({ error }, null, 2)}\n`);
    } else {
      this.#tell(this.#errorStyle.red('error:'), message, hint);
    }
  }

  #tell(label: string, message: string, hint: string | undefined): void {
    this.#streams.stderr.write(`${label} ${printable(message)}\n`);
    if (hint) this.#streams.stderr.write(`${this.#errorStyle.cyan('hint:')} ${printable(hint)}\n`);
  }

  #screen(): Screen {
    const { stdout } = this.#streams;
    return {
      style: styleOf(stdout),
      width: stdout.isTTY ? stdout.columns : undefined,
      verbose: this.verbose,
    };
  }
}
