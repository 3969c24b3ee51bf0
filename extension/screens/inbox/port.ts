// What the inbox asks for and does. Everything that addresses somebody answers with the job that will do it.
import type { Conversation, Job, Liker, PrepareCards, PreparedCards, Thread, ThreadChanged } from "../../../shared-schemas/wire";
import type { LongSource, Result, Source } from "../ports";

export interface InboxPort {
  threads: (closetId: string) => LongSource<Thread>;
  /** Those that were put away. */
  away: (closetId: string) => LongSource<Thread>;
  /** `name` from `threadName`: a thread's number says nothing without its closet. */
  conversation: (name: string) => Source<Conversation>;
  reply: (closetId: string, threadId: number, text: string) => Promise<Result<Job>>;
  markRead: (closetId: string, threadId: number) => Promise<Result<ThreadChanged>>;
  putAway: (closetId: string, threadId: number, away: boolean) => Promise<Result<ThreadChanged>>;
  likers: (closetId: string) => LongSource<Liker>;
  /** Makes cards to be looked at one by one; nothing leaves by this. */
  prepare: (request: PrepareCards) => Promise<Result<PreparedCards>>;
}

export function threadName(closetId: string, threadId: number): string {
  return `${closetId}/${threadId}`;
}
