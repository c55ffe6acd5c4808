/** One migration of a contract project, in SQL; how a tool has it in files is the tool's affair. */
export interface ContractMigration {
  /** Unique in its project, `[a-z_]+`. */
  readonly label: string;
  readonly up: string;
  readonly down: string;
}

/** What a command came to. */
export interface Outcome {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One run of a tool. */
export interface RunOptions {
  /** The project's folder. */
  readonly directory: string;
  /** The database, as whoever runs it; goes into DATABASE_URL. */
  readonly url: string;
  /** `down` takes the last migration back. */
  readonly direction: 'up' | 'down';
  /** `alone` runs the tool without pggit, as it was before anybody installed the adapter. */
  readonly mode: 'recorded' | 'required' | 'alone';
}

/** What the contract needs to know of an adapter and its tool. */
export interface ContractTool {
  /** As it reads in the names of the tests. */
  readonly name: string;
  /**
   * Writes the project. Called again with more migrations, or corrected ones, when the story of the
   * project goes on; earlier files stay as they are.
   */
  write(directory: string, migrations: readonly ContractMigration[]): Promise<void>;
  /** The command of a run, for a child process with the project as its working directory. */
  command(run: RunOptions): {
    readonly file: string;
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  };
  /** The key of the link that a migration gets, by its place in the project. */
  keyOf(label: string, index: number): string;
  /** The keys that are in the tool's own history, in the order in which they ran; a query for it. */
  readonly applied: string;
  /** The history table, where pggit does not know it by its name: table and tool. */
  readonly history?: { readonly table: string; readonly tool: string };
  /**
   * What a migration that fails leaves of those before it in the same run: `all` when each has a
   * transaction of its own, `nothing` when all share one.
   */
  readonly failureKeeps: 'all' | 'nothing';
  /** What the reason of a failed deployment holds. Default: the error, `division by zero`. */
  readonly failureReason?: string;
  /** Whether a killed process leaves a link for each row it wrote. Default: yes. */
  readonly linksSurviveKill?: boolean;
  /** Gives back, in SQL, what a killed process holds for ever, as its users would before the next run. */
  readonly unlock?: string;
  /** Whether triggers of the engine make a deployment of a run that the adapter may not record. */
  readonly hasTriggers?: boolean;
  /** Whether the tool can take a migration back. Default: yes. */
  readonly hasWayBack?: boolean;
  /** Takes what differs from run to run (times, paths) out of the tool's output. */
  normalise?(output: string): string;
}
