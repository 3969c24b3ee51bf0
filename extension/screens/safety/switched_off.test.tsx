// Every verb that a person can press says that it is switched off in the place where its button was.
import { cleanup, render, screen } from "@testing-library/preact";
import type { ComponentChildren } from "preact";
import { afterEach, beforeAll, expect, test } from "vitest";
import type { Draft, SwitchOff, Verb } from "../../../shared-schemas/wire";
import { CLOSET, job, sample, samplePorts } from "../../gallery/sample_ports";
import { loadLanguage } from "../../ui/load_language";
import { ClosetScreen } from "../closet/Closet";
import { NO_FIELDS } from "../drafts/content";
import type { DraftSession } from "../drafts/draft_session";
import { begin } from "../drafts/draft_state";
import { Publish } from "../drafts/Publish";
import { FirstValue } from "../first_run/FirstValue";
import { Inbox } from "../inbox/Inbox";
import { Choices } from "../jobs/Choices";
import { Orders } from "../orders/Orders";
import type { Ports } from "../ports";
import { PortsProvider } from "../use";

const NONE = new Map<string, string>();
const closet = (...path: string[]) => <ClosetScreen path={path} query={NONE} />;
const inbox = (...path: string[]) => <Inbox path={path} query={NONE} />;
const DRAFT: Draft = {
  id: "0198a000-0000-7000-8000-000000000d01",
  closet_id: CLOSET.id,
  country: "fr",
  revision: 1,
  state: "open",
  fields: { ...NO_FIELDS, title: "Robe" },
  photos: [],
  problems: [],
  job_id: null,
  item_id: null,
  created_at: "2026-11-01T10:00:00Z",
  saved_at: "2026-11-01T10:00:00Z",
};

const publish = () => <Publish session={{} as DraftSession} state={begin(DRAFT)} onPress={() => {}} />;

/** Where each verb is pressed. `null`: nobody presses for it, so the head of every screen says it when a whole country is off. */
const WHERE: Readonly<Record<Verb, (() => ComponentChildren) | null>> = {
  sync_closet: () => closet(),
  sync_listing: () => closet("102"),
  sync_inbox: () => inbox(),
  sync_conversation: () => inbox("32"),
  sync_orders: () => <Orders path={[]} query={NONE} />,
  sync_notifications: () => inbox("likers"),
  read_comparables: () => closet("101"),
  read_form_reference: null,
  publish_listing: publish,
  save_vinted_draft: publish,
  update_listing: () => closet("101", "change"),
  set_hidden: () => closet("101", "visibility"),
  delete_listing: () => closet("101", "delete"),
  relist: () => closet("103", "relist"),
  restore: () => <Choices job={job(5, { verb: "relist", state: "done", choices: ["restore", "leave"] })} />,
  send_message: () => inbox("32"),
  send_offer: () => inbox("32"),
  answer_offer: () => inbox("32"),
  set_favourite: () => inbox("32"),
  set_follow: () => inbox("32"),
  mark_thread_read: () => inbox("32"),
  fetch_label: () => <Orders path={["900"]} query={NONE} />,
  mark_shipped: () => <Orders path={["900"]} query={NONE} />,
  open_on_vinted: () => closet("101"),
};

beforeAll(async () => {
  Object.defineProperty(HTMLElement.prototype, "hidePopover", { value: () => {}, configurable: true });
  await loadLanguage(["en"]);
});
afterEach(cleanup);

function portsWithout(verb: Verb): Ports {
  const off: SwitchOff = { verb, country: null, reason: `no ${verb} today`, link: null, since: "2026-11-26T10:00:00Z" };
  const ports = samplePorts({ switchOffs: sample([off]) });
  const talk = ports.inbox.conversation("").current().value;
  if (!talk) throw new Error("no sample of a conversation");
  // somebody else's item, and something that was not read
  const thread = { ...talk.thread, item_id: 999, unread: true };
  const drafts = { ...ports.drafts, draft: () => sample(DRAFT) } as unknown as Ports["drafts"];
  return { ...ports, drafts, inbox: { ...ports.inbox, conversation: () => sample({ ...talk, thread }) } };
}

const PRESSED = (Object.keys(WHERE) as Verb[]).filter((verb) => WHERE[verb] !== null);

test.each(PRESSED)("%s", async (verb) => {
  render(<PortsProvider value={portsWithout(verb)}>{WHERE[verb]?.()}</PortsProvider>);
  expect((await screen.findAllByText(`no ${verb} today`)).length).toBeGreaterThan(0);
});

test("a closet that was never read says why the first reading does not begin", async () => {
  render(
    <PortsProvider value={portsWithout("sync_closet")}>
      <FirstValue closet={{ ...CLOSET, synced_at: null }} />
    </PortsProvider>,
  );
  await screen.findByText("no sync_closet today");
});
