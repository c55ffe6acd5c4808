/** One difference between a sound installation and the database. */
export interface Finding {
  /**
   * `missing`: a part is gone. `modified`: it is not as installed. `unexpected`: schema `pggit`
   * holds something that is no part of the engine. `disabled`: a trigger does not fire.
   */
  readonly kind: 'missing' | 'modified' | 'unexpected' | 'disabled';
  /** For example `function pggit.log(text)`. */
  readonly object: string;
  /** What is wrong, in a sentence. */
  readonly detail: string;
  /** What to do about it. */
  readonly hint: string;
}
