// What the approval queue asks for and does. A card is approved by its digest: what somebody sees is what is sent.
import type { Job, Money } from "../../../shared-schemas/wire";
import type { Result, Source } from "../ports";

export interface CardEdit {
  digest: string;
  text?: string;
  amount?: Money;
}

export interface ApprovalPort {
  /** Jobs that wait for a person's yes, of all closets. */
  waiting: Source<Job[]>;
  /** Jobs whose card nobody looked at in time, the newest first. */
  expired: Source<Job[]>;
  approve: (jobId: string, digest: string) => Promise<Result<Job>>;
  edit: (jobId: string, edit: CardEdit) => Promise<Result<Job>>;
  decline: (jobId: string, neverAgain: boolean) => Promise<Result<Job>>;
  snooze: (jobId: string, until: Date | null) => Promise<Result<Job>>;
}
