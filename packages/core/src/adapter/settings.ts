import type { Refresh } from '../refresh/refresh-views.js';

/** What a user tells an adapter about the recording of a run; every adapter takes these. */
export interface RecordingSettings {
  /** `false`: the tool runs as it is and pggit is not asked anything. Default `true`. */
  enabled?: boolean | undefined;
  /** Name of the deployment. Default: the tool and what it did, `node-pg-migrate up`. */
  name?: string | undefined;
  /** Message of the commit. Default: what ran, one migration a line. */
  message?: string | undefined;
  /** Labels put on the commit. Default none. */
  tags?: string[] | undefined;
  /**
   * `true`: a database without a usable pggit is an error before anything runs. Default `false`:
   * one warning, then the tool alone.
   */
  required?: boolean | undefined;
  /**
   * Materialized views to refresh after a run that migrated something: `'none'` (default),
   * `'affected'` by this deployment, or a list of names.
   */
  refresh?: Refresh | undefined;
  /**
   * `true`: every transaction of the run is a commit of its own as it lands. Default `false`: the
   * run is one commit.
   */
  autoCommit?: boolean | undefined;
  /** Receives every line that pggit says, without the `pggit:` prefix. Default: standard error. */
  onNotice?: ((line: string) => void) | undefined;
}
