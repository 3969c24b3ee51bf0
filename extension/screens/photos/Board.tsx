// The board: three lanes of groups, worked by keyboard, by menu or by dragging. What a key or a drop means is in board.ts.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Lane, PhotoGroup } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { type TextKey, t } from "../../ui/i18n";
import { droppedApart, inScreenOrder, LANES, press } from "./board";
import { DragContext, useDragging } from "./dragging";
import { GroupCard } from "./GroupCard";
import type { BoardView } from "./port";
import type { Edits } from "./use_edits";

const LANE_WORDS: Readonly<Record<Lane, [title: TextKey, hint: TextKey]>> = {
  sure: ["photos.lane.sure", "photos.lane.sure_hint"],
  check: ["photos.lane.check", "photos.lane.check_hint"],
  loose: ["photos.lane.loose", "photos.lane.loose_hint"],
};

const KEYS = new Set("ArrowLeft ArrowRight ArrowUp ArrowDown Home End Enter Delete m s c".split(" "));

export function Board({ view, edits }: { view: BoardView; edits: Edits }) {
  const groups = inScreenOrder(view.groups);
  const all = groups.flatMap(({ photo_ids }) => photo_ids);
  const marked = edits.marked && all.includes(edits.marked) ? edits.marked : all[0];
  const board = useRef<HTMLDivElement>(null);
  const isWorkedByKey = useKeptFocus(board, marked, view);
  const dragging = useDragging();

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return edits.undo();
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const isOnPhoto = (event.target as HTMLElement).dataset["photo"] !== undefined;
    if (!isOnPhoto || !KEYS.has(key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    isWorkedByKey.current = true;
    edits.wish((now, focus) => press(now, focus, { key, shift: event.shiftKey }));
  };

  return (
    <DragContext.Provider value={dragging}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the photos inside, which have their roles */}
      <div class="photo-board" ref={board} onKeyDown={onKeyDown}>
        {LANES.map((lane) => {
          const inLane = groups.filter((group) => group.lane === lane);
          return (
            inLane.length > 0 && <LaneColumn key={lane} lane={lane} groups={inLane} all={groups} {...{ view, marked, edits }} />
          );
        })}
      </div>
      {dragging.dragged?.is === "photo" && <NewGroupZone edits={edits} photo={dragging.dragged.id} end={dragging.end} />}
    </DragContext.Provider>
  );
}

interface LaneProps {
  lane: Lane;
  groups: readonly PhotoGroup[];
  all: readonly PhotoGroup[];
  view: BoardView;
  marked: string | undefined;
  edits: Edits;
}

function LaneColumn({ lane, groups, all, view, marked, edits }: LaneProps) {
  const [title, hint] = LANE_WORDS[lane];
  const confirmAll = () => {
    for (const { id } of groups) edits.wish((_, focus) => ({ focus, edit: { edit: "confirm", group_id: id } }));
  };
  return (
    <section class="photo-lane" aria-labelledby={`lane-${lane}`} data-lane={lane}>
      <div class="section-head">
        <h2 id={`lane-${lane}`}>{t(title, { count: groups.length })}</h2>
        {lane !== "sure" && groups.length > 1 && (
          <Button kind="quiet" onPress={confirmAll}>
            {t("photos.confirm_all")}
          </Button>
        )}
      </div>
      <p class="muted">{t(hint)}</p>
      <div class="photo-groups">
        {groups.map((group) => (
          <GroupCard key={group.id} group={group} number={all.indexOf(group) + 1} all={all} {...{ view, marked, edits }} />
        ))}
      </div>
    </section>
  );
}

/** Where a dragged photo becomes a group of its own. */
function NewGroupZone({ edits, photo, end }: { edits: Edits; photo: string; end: () => void }) {
  const [isOver, setOver] = useState(false);
  return (
    <section
      class="photo-apart"
      aria-label={t("photos.new_group")}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        end();
        edits.wish((now) => ({ focus: photo, ...optional(droppedApart(now, photo)) }));
      }}
    >
      {t("photos.new_group")}
    </section>
  );
}

function optional<T>(edit: T | undefined): { edit?: T } {
  return edit ? { edit } : {};
}

/** A photo that is worked by key keeps the focus wherever the board puts it: before the next key, which would else be nobody's. */
function useKeptFocus(board: { current: HTMLDivElement | null }, marked: string | undefined, view: BoardView) {
  const isWorkedByKey = useRef(false);
  useLayoutEffect(() => {
    if (!isWorkedByKey.current || !marked) return;
    const tile = board.current?.querySelector<HTMLElement>(`[data-photo="${marked}"]`);
    if (tile && tile !== document.activeElement) tile.focus();
  }, [marked, view]);
  useEffect(() => {
    const elsewhere = (event: Event) => {
      if (!(event.target instanceof Node) || !board.current?.contains(event.target)) isWorkedByKey.current = false;
    };
    document.addEventListener("focusin", elsewhere);
    document.addEventListener("pointerdown", elsewhere);
    return () => {
      document.removeEventListener("focusin", elsewhere);
      document.removeEventListener("pointerdown", elsewhere);
    };
  }, []);
  return isWorkedByKey;
}
