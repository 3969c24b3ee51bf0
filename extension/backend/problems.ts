// How asking our server can fail, as three errors and no more: it said no, it was not reached, or nobody is signed in.
// Callers switch on the class, then on `problem.code`; texts for people are made elsewhere from the code.
import * as v from "valibot";
import { Problem as KnownProblem } from "../../shared-schemas/wire";

/** What a refusing server said. The code is open here, so that a newer server's code does not hide the rest. */
export const Problem = v.object({ ...KnownProblem.entries, code: v.string() });
export type Problem = v.InferOutput<typeof Problem>;

/** The server answered and refused. */
export class ServerRefused extends Error {
  override readonly name = "ServerRefused";

  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.title}`);
  }
}

/** The server was not reached, or answered nothing we can read (a proxy's page, a cut line). What was asked may have happened. */
export class ServerAway extends Error {
  override readonly name = "ServerAway";
}

/** This device has no token, or the server does not take it any more. */
export class NotConnected extends Error {
  override readonly name = "NotConnected";
}

/** The plain form in which an error crosses to another context. */
export type BackendFailure = { failed: "refused"; problem: Problem } | { failed: "away" } | { failed: "not_connected" };

/** The plain form of an error of this file; anything else is a bug of ours and is thrown on. */
export function asFailure(error: unknown): BackendFailure {
  if (error instanceof ServerRefused) return { failed: "refused", problem: error.problem };
  if (error instanceof ServerAway) return { failed: "away" };
  if (error instanceof NotConnected) return { failed: "not_connected" };
  throw error;
}
