/** pggit is installed, and this run, which requires it, may not record: no rights, or read-only. */
export class NotUsableError extends Error {
  readonly code = 'not_usable';
  readonly hint =
    'grant pggit_deployer to the migrating role, or leave out `required` to run unrecorded';

  constructor(why: string) {
    super(`pggit cannot record this run: ${why}`);
    this.name = 'NotUsableError';
  }
}
