/** What uninstalling did. */
export interface UninstallReport {
  /** For example `table pggit.commits`; empty when pggit was not there. */
  readonly removed: readonly string[];
  /** pggit's roles that existed. They belong to the cluster, and another database may need them. */
  readonly roles: readonly RoleReport[];
}

/** What became of one of pggit's roles. */
export interface RoleReport {
  readonly name: string;
  readonly dropped: boolean;
  /** Why it was kept. */
  readonly reason?: string;
}
