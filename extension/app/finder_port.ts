// What Ctrl/Cmd+K searches, made real: each list read to its end, of all closets, and kept on this device.
import type { Draft, Liker, Order, Template, Thread } from "../../shared-schemas/wire";
import type { FinderPort } from "../screens/palette/port";
import type { Result } from "../screens/ports";
import { type Keeper, perName } from "./kept";
import { readAll } from "./long_list";
import { server } from "./server";

const limit = 200;

export function createFinderPort(keeper: Keeper): FinderPort {
  return {
    drafts: keeper.source<Draft[]>({
      read: () => readAll((from) => server("drafts", { query: { limit, ...from } })),
      cacheName: "all_drafts",
      calm: true,
    }),
    templates: keeper.source<Template[]>({
      read: () => readAll((from) => server("templates", { query: { limit, ...from } })),
      cacheName: "all_templates",
      calm: true,
    }),
    threads: keeper.source<Thread[]>({ read: allThreads, cacheName: "all_threads", calm: true }),
    orders: keeper.source<Order[]>({
      read: () => readAll((from) => server("orders", { query: { limit, ...from } })),
      cacheName: "all_orders",
      calm: true,
    }),
    likers: perName((closet_id) =>
      keeper.source<Liker[]>({
        read: () => readAll((from) => server("likers", { query: { closet_id, limit, ...from } })),
        cacheName: `all_likers:${closet_id}`,
        calm: true,
      }),
    ),
  };
}

/** The server lists those that were put away by themselves. */
async function allThreads(): Promise<Result<Thread[]>> {
  const listed = (archived: boolean) => readAll((from) => server("threads", { query: { archived, limit, ...from } }));
  const inbox = await listed(false);
  if (!inbox.ok) return inbox;
  const away = await listed(true);
  return away.ok ? { ok: true, value: [...inbox.value, ...away.value] } : away;
}
