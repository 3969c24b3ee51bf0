// Orders: what is to be shipped, the most urgent first, then everything else; and one order with what can be done about it.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Closet, Order } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { iconOrders, iconRetry } from "../../ui/icons";
import { List, ListHead, ShowMore } from "../../ui/List";
import { Thumb } from "../../ui/Photo";
import { Tabs } from "../../ui/Tabs";
import { FailureNotice } from "../failures";
import { go, hashOf } from "../route";
import { UnlessOff } from "../safety/UnlessOff";
import { currentCloset } from "../situation";
import type { ScreenProps } from "../table";
import { useKept, usePorts } from "../use";
import { OrderSheet } from "./OrderSheet";
import { isToShip, toShipFirst } from "./to_ship";
import { dueWords, orderState } from "./words";
import "./orders.css";

export function Orders({ path: [open] }: ScreenProps) {
  const closets = useKept(usePorts().closets);
  const closet = currentCloset(closets);
  if (!closet) {
    if (!closets.value && !closets.failure) return <Skeleton />;
    return (
      <EmptyState icon={iconOrders} title={t("closet.none.title")}>
        {t("orders.no_closet")}
      </EmptyState>
    );
  }
  return <OrdersOf key={closet.id} closet={closet} openId={Number(open) || undefined} />;
}

function OrdersOf({ closet, openId }: { closet: Closet; openId: number | undefined }) {
  const { orders } = usePorts();
  const source = orders.orders(closet.id);
  const { value, failure, readAt } = useKept(source);
  const open = value?.items.find(({ transaction_id }) => transaction_id === openId);
  const isFurther = openId !== undefined && !open && value?.hasMore === true;
  useEffect(() => {
    // one that is opened by its number may be older than what is shown
    if (isFurther) void source.showMore();
  }, [isFurther, value]);
  return (
    <div class="split" data-open={openId !== undefined}>
      <section class="split-list" aria-label={t("screen.orders")}>
        {!value ? (
          failure && failure.why !== "away" ? (
            <FailureNotice failure={failure} />
          ) : (
            <Skeleton rows={6} />
          )
        ) : value.items.length === 0 ? (
          <EmptyState icon={iconOrders} title={t("orders.empty.title")} action={<ReadOrders closet={closet} />}>
            {t("orders.empty.text")}
          </EmptyState>
        ) : (
          <Board closet={closet} orders={value.items} openId={openId} readAt={readAt} />
        )}
        {value?.hasMore && <ShowMore onPress={source.showMore} />}
      </section>
      {openId !== undefined && (
        <section class="split-detail" aria-label={open?.title ?? t("screen.orders")}>
          {open ? (
            <OrderSheet key={openId} order={open} closet={closet} />
          ) : (
            value &&
            !isFurther && (
              <EmptyState icon={iconOrders} title={t("problem.not_found.title")}>
                {t("problem.not_found.todo")}
              </EmptyState>
            )
          )}
        </section>
      )}
    </div>
  );
}

const SIDES = ["to_ship", "sold", "purchased"] as const;
type Side = (typeof SIDES)[number];

interface BoardProps {
  closet: Closet;
  orders: readonly Order[];
  openId: number | undefined;
  readAt: Date | undefined;
}

function Board({ closet, orders, openId, readAt }: BoardProps) {
  const filterRef = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState("");
  const [side, setSide] = useState<Side>(() => (orders.some(isToShip) ? "to_ship" : "sold"));
  const ofSide = (which: Side) => (which === "to_ship" ? toShipFirst(orders) : orders.filter((order) => order.side === which));
  const shown = useMemo(() => ofSide(side).filter((order) => matches(order, words)), [orders, side, words]);
  return (
    <>
      <ListHead
        count={t("orders.count", { count: shown.length })}
        filter={words}
        onFilter={setWords}
        updatedAt={readAt}
        filterRef={filterRef}
      />
      <div class="actions orders-tools">
        <ReadOrders closet={closet} />
      </div>
      <Tabs
        label={t("orders.side")}
        tabs={SIDES.map((key) => ({ key, label: t(`orders.side.${key}`, { count: ofSide(key).length }) }))}
        current={side}
        onChange={(key) => setSide(SIDES.find((known) => known === key) ?? "sold")}
      >
        {shown.length === 0 ? (
          <p class="muted">{words ? t("ui.nothing_found") : t(`orders.none.${side}`)}</p>
        ) : (
          <List
            label={t("screen.orders")}
            items={shown}
            keyOf={({ transaction_id }) => String(transaction_id)}
            nameOf={({ title }) => title}
            row={(order) => <OrderRow order={order} isOpen={order.transaction_id === openId} />}
            onOpen={({ transaction_id }) => go(hashOf("orders", transaction_id))}
            onFilterKey={() => filterRef.current?.focus()}
          />
        )}
      </Tabs>
    </>
  );
}

function matches({ title, other, tracking_code }: Order, words: string): boolean {
  const text = [title, other?.login, tracking_code].join(" ").toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function OrderRow({ order, isOpen }: { order: Order; isOpen: boolean }) {
  const { tone, word } = orderState(order);
  const due = dueWords(order);
  return (
    <div class="order-row" data-open={isOpen}>
      <Thumb photo={{ src: order.photo_url ?? undefined, alt: "" }} />
      <div class="order-words">
        <span class="order-title">{order.title}</span>
        <span class="muted">{[order.other?.login, order.price && formatMoney(order.price)].filter(Boolean).join(" · ")}</span>
        {due && <strong>{due}</strong>}
      </div>
      <Badge tone={tone}>{word}</Badge>
    </div>
  );
}

function ReadOrders({ closet }: { closet: Closet }) {
  const { openJobs, wish } = usePorts();
  const jobs = useKept(openJobs).value ?? [];
  const isReading = jobs.some(({ closet_id, verb }) => closet_id === closet.id && verb === "sync_orders");
  return (
    <UnlessOff verb="sync_orders" country={closet.country}>
      <Button icon={iconRetry} busy={isReading} onPress={() => void wish(closet.id, { verb: "sync_orders" })}>
        {t(isReading ? "closet.syncing" : "closet.sync")}
      </Button>
    </UnlessOff>
  );
}
