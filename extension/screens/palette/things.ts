// Everything that can be found: screens, commands, listings, drafts, templates, people. What each does when it is chosen stands beside it.

import type { Closet, Draft, Job, Liker, Listing, Order, Template, Thread } from "../../../shared-schemas/wire";
import { formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { stateWord } from "../closet/words";
import type { Ports } from "../ports";
import { go, hashOf } from "../route";
import { offFor } from "../safety/switched_off";
import { SCREENS } from "../table";
import { languageName, templateHash } from "../templates/words";
import type { Thing } from "./search";

/** Of all closets, of which the first is in front. */
export interface Known {
  closets: readonly Closet[];
  listings: readonly Listing[];
  drafts: readonly Draft[];
  templates: readonly Template[];
  threads: readonly Thread[];
  orders: readonly Order[];
  likers: readonly (Liker & { closet_id: string })[];
  cards: readonly Job[];
}

export function thingsOf(known: Known, ports: Ports): Thing[] {
  const inCloset = placesOf(known.closets, ports);
  return [
    ...commands(known.closets[0], ports),
    ...SCREENS.map(
      ({ key, name }): Thing => ({ kind: "screen", key: `screen:${key}`, title: t(name), more: "", run: () => go(hashOf(key)) }),
    ),
    ...known.listings.map(
      ({ closet_id, seen, notes }): Thing => ({
        kind: "listing",
        key: `listing:${closet_id}:${seen.item_id}`,
        title: seen.title,
        more: [seen.brand, seen.size, seen.price && formatMoney(seen.price), stateWord(seen.state), ...(notes?.tags ?? [])]
          .concat(notes?.storage_place ?? [], inCloset(closet_id).name)
          .filter(Boolean)
          .join(" · "),
        photoUrl: seen.photo_url ?? undefined,
        run: () => void inCloset(closet_id).open(hashOf("closet", seen.item_id)),
      }),
    ),
    ...known.drafts.map(
      ({ id, fields }): Thing => ({
        kind: "draft",
        key: `draft:${id}`,
        title: fields.title || t("draft.untitled"),
        more: fields.brand,
        run: () => go(hashOf("drafts", id)),
      }),
    ),
    ...known.templates.map(
      ({ id, content }): Thing => ({
        kind: "template",
        key: `template:${id}`,
        title: content.name,
        more: [languageName(content.language), content.title].filter(Boolean).join(" · "),
        run: () => go(templateHash(id)),
      }),
    ),
    ...people(known, inCloset),
  ];
}

interface PlacesOfCloset {
  /** Whose it is, unless it is the closet in front. */
  name: string;
  open: (hash: string) => Promise<void>;
}

/** The screens show one closet at a time: before a place in another one opens, that one comes to the front. */
function placesOf(closets: readonly Closet[], ports: Ports): (closetId: string) => PlacesOfCloset {
  const logins = new Map(closets.slice(1).map(({ id, login }) => [id, login]));
  return (id) => ({
    name: logins.get(id) ?? "",
    async open(hash) {
      if (logins.has(id)) {
        if (!(await ports.switchCloset(id)).ok) return;
        await ports.closets.refresh();
      }
      go(hash);
    },
  });
}

/** Each member once in each closet: their conversation if there is one, else the card prepared for them, their order, their like. */
function people({ threads, orders, likers, cards }: Known, inCloset: ReturnType<typeof placesOf>): Thing[] {
  const found = new Map<string, Thing>();
  const add = (closetId: string, login: string, about: string, hash: string) => {
    const key = `person:${closetId}:${login}`;
    if (!login || found.has(key)) return;
    const { name, open } = inCloset(closetId);
    const more = [about, name].filter(Boolean).join(" · ");
    found.set(key, { kind: "person", key, title: login, more, run: () => void open(hash) });
  };
  for (const { closet_id, other, item_title, thread_id } of threads)
    add(closet_id, other.login, item_title, hashOf("inbox", thread_id));
  for (const { closet_id, card } of cards)
    if (card) add(closet_id, card.recipient.login, card.item?.title ?? "", hashOf("approvals"));
  for (const { closet_id, other, title, transaction_id } of orders)
    add(closet_id, other?.login ?? "", title, hashOf("orders", transaction_id));
  for (const { closet_id, member, item_title } of likers) add(closet_id, member.login, item_title, hashOf("inbox", "likers"));
  return [...found.values()];
}

function commands(closet: Closet | undefined, ports: Ports): Thing[] {
  const command = (name: string, title: string, run: () => void): Thing => ({
    kind: "command",
    key: `command:${name}`,
    title,
    more: "",
    run,
  });
  const offs = ports.switchOffs.current().value ?? [];
  const ofCloset = closet
    ? [
        ...(["sync_closet", "sync_inbox", "sync_orders"] as const)
          .filter((verb) => !offFor(verb, closet.country, offs))
          .map((verb) => command(verb, t(`palette.${verb}`), () => void ports.wish(closet.id, { verb }))),
        command("pause", t(closet.paused === "person" ? "palette.resume" : "palette.pause"), () => {
          void ports.changeCloset(closet.id, { paused: closet.paused !== "person" });
        }),
        command("likers", t("likers.open"), () => go(hashOf("inbox", "likers"))),
      ]
    : [];
  return [
    ...ofCloset,
    command("new_draft", t("draft.new"), () => {
      void ports.drafts
        .create({ closet_id: closet?.id ?? null, country: closet?.country ?? "fr" })
        .then((made) => made.ok && go(hashOf("drafts", made.value.id)));
    }),
    command("open_vinted", t("situation.no_tab.action"), () => ports.windows.openVinted(closet?.country, "home")),
    ...(ports.windows.isWide ? [] : [command("open_wide", t("ui.open_wide"), () => ports.windows.openWide())]),
  ];
}
