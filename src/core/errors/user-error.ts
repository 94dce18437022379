import type { Diagnostic } from './diagnostic.ts';

/** An error that the user caused or can mend: carries at least one diagnostic, shown without a stack trace. */
export class UserError extends Error {
  readonly problems: readonly [Diagnostic, ...Diagnostic[]];

  constructor(problems: readonly [Diagnostic, ...Diagnostic[]], options?: ErrorOptions) {
    super(problems[0].detail, options);
    this.name = 'UserError';
    this.problems = problems;
  }
}
