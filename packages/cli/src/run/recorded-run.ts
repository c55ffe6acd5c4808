import { setTimeout as sleep } from 'node:timers/promises';
import type * as Core from '@pggit/core';
import type { DeploymentReport, UnjoinedWork } from '@pggit/core';
import type { ControlSession, Recording } from '@pggit/core/adapter';
import type { Outcome } from './child.js';
import { liftTimeouts } from './lift-timeouts.js';
import { SessionCount } from './session-count.js';

/** How a run ended in the history. */
export interface Ending {
  /** What was recorded; undefined when there was nothing. */
  readonly report: DeploymentReport | undefined;
  readonly unjoined: UnjoinedWork;
  /** Whether it is certain that the command opened no session in this database. */
  readonly isAbsent: boolean;
}

/** What the commit says. */
interface CommitTexts {
  readonly message: string;
  readonly tags: readonly string[];
}

/** Times to look for sessions that are still at work, and the milliseconds between. */
const ATTEMPTS = 20;
const PAUSE = 100;

const NOTHING: UnjoinedWork = { changes: 0, migrations: 0, applications: [] };

/** A deployment that a run opened and ends, over as many connections as it takes. */
export class RecordedRun {
  readonly #core: typeof Core;
  readonly #control: ControlSession;
  readonly #id: string;
  readonly #sessions: SessionCount;
  readonly #isCounted: boolean;

  private constructor(
    core: typeof Core,
    control: ControlSession,
    id: string,
    isCounted: boolean,
    sessions: SessionCount,
  ) {
    this.#core = core;
    this.#control = control;
    this.#id = id;
    this.#isCounted = isCounted;
    this.#sessions = sessions;
  }

  /**
   * @param control that has opened the deployment
   * @param isCounted whether each session of the command is a new one for the server: not so through
   *   poolers
   */
  static async begin(
    core: typeof Core,
    control: ControlSession,
    recording: Recording,
    isCounted: boolean,
  ): Promise<RecordedRun> {
    control.keep(async (session) => {
      await liftTimeouts(session);
      await recording.rejoin(session);
    });
    const sessions = await SessionCount.begin(control, isCounted);
    return new RecordedRun(core, control, recording.deploymentId, isCounted, sessions);
  }

  /**
   * Ends the deployment, or aborts it when the command failed.
   *
   * @param onSilence is called when the database lets it wait, with the seconds that it will
   * @throws Error when the database did not let it end; then it is left to the next recovery
   */
  async end(
    outcome: Outcome,
    texts: CommitTexts,
    onSilence: (seconds: number) => void,
  ): Promise<Ending> {
    await this.#control.ready(onSilence);
    try {
      return await this.#close(outcome, texts);
    } catch (error) {
      const { isConnectionLoss } = await import('@pggit/core/adapter');
      if (!isConnectionLoss(error)) throw error;
      return this.#endAgain(error, outcome, texts);
    }
  }

  /** The connection was lost while it ended: the end itself, or only its answer. */
  async #endAgain(error: unknown, outcome: Outcome, texts: CommitTexts): Promise<Ending> {
    await this.#control.ready();
    const report = await this.#git.deploymentReport(this.#id);
    if (report?.status === 'open') return this.#close(outcome, texts);
    if (report?.status === 'interrupted') throw error;
    return { report, unjoined: NOTHING, isAbsent: false };
  }

  async #close(outcome: Outcome, { message, tags }: CommitTexts): Promise<Ending> {
    if (outcome.exitCode !== 0) await this.#sessionsGone();
    const unjoined = await this.#unjoined();
    if ((await this.#git.currentDeployment()) !== this.#id) {
      await this.#git.joinDeployment(this.#id);
    }
    if (outcome.exitCode === 0) await this.#git.endDeployment({ message, tags: [...tags] });
    else await this.#git.abortDeployment(outcome.reason);
    const report = await this.#git.deploymentReport(this.#id);
    // A command that failed has said why.
    const mayBeAbsent = report === undefined && outcome.exitCode === 0;
    const isAbsent = mayBeAbsent && (await this.#sessions.isUnchanged());
    return { report, unjoined, isAbsent };
  }

  /**
   * A session whose client was killed may still commit what it is at. Those that are told apart by
   * their name get a moment, so that the deployment has all of it. An idle one of a pooler may keep
   * the name for ever, and has nothing left to do.
   *
   * @throws Error where one is at work even then: the deployment has to stay open for what it does
   */
  async #sessionsGone(): Promise<void> {
    let working: number | undefined;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { rows } = await this.#control.query(
        `select pid, state is distinct from 'idle' as works from pg_catalog.pg_stat_activity
         where application_name = $1 and (state is distinct from 'idle' or $2)
         order by works desc limit 1`,
        [`pggit:${this.#id}`, this.#isCounted],
      );
      if (rows.length === 0) return;
      working = rows[0].works ? Number(rows[0].pid) : undefined;
      await sleep(PAUSE);
    }
    if (working !== undefined) {
      throw new Error(`a session of the command is still at work in the database (pid ${working})`);
    }
  }

  /** An engine older than this package cannot tell. */
  async #unjoined(): Promise<UnjoinedWork> {
    const unjoined = await this.#git.unjoinedWork(this.#id).catch(() => undefined);
    return unjoined ?? NOTHING;
  }

  get #git(): Core.PgGit {
    return this.#core.pggit(this.#control);
  }
}
