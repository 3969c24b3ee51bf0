// Changes of the board, one after the other: each is made out of the board that the one before it left, so that quick keys and slow
// answers never meet. Also which photo is marked, and what can be taken back.
import { useMemo, useRef, useState } from "preact/hooks";
import type { GroupEdit, GroupList, PhotoGroup } from "../../../shared-schemas/wire";
import { type TextKey, t } from "../../ui/i18n";
import type { ToastNews } from "../../ui/Toast";
import { failureWords } from "../failures";
import type { Result } from "../ports";
import { inScreenOrder, type Pressed } from "./board";
import type { PhotosPort } from "./port";

const DONE: Readonly<Record<GroupEdit["edit"], TextKey>> = {
  merge: "photos.done.merge",
  split: "photos.done.split",
  move: "photos.done.move",
  cover: "photos.done.cover",
  confirm: "photos.done.confirm",
  remove: "photos.done.remove",
};

/** What is wished, worked out when its turn comes: `marked` is the photo marked then. */
export type Wish = (groups: readonly PhotoGroup[], marked: string) => Pressed | undefined;

export interface Edits {
  /** The photo with the mark, and with the focus while somebody works with keys. */
  marked: string | undefined;
  mark: (photo: string) => void;
  wish: (wish: Wish) => void;
  /** The later photo of a pair stays beside what it is like. */
  keepBoth: (photoId: string) => void;
  /** Takes the last change of this page back, if there is one. */
  undo: () => void;
  news: readonly ToastNews[];
  dismiss: () => void;
}

export function useEdits(port: PhotosPort): Edits {
  const [marked, setMarked] = useState<string>();
  const [news, setNews] = useState<ToastNews>();
  const state = useRef<{ marked: string | undefined; undos: number; undo: string | null | undefined; last: Promise<void> }>({
    marked: undefined,
    undos: 0,
    undo: undefined,
    last: Promise.resolve(),
  });

  const made = useMemo(() => {
    const now = state.current;
    const inTurn = (act: () => Promise<void>) => {
      now.last = now.last.then(act);
    };
    const mark = (photo: string | undefined) => {
      now.marked = photo;
      setMarked(photo);
    };
    const say = (text: string, onUndo?: () => void) => setNews({ id: crypto.randomUUID(), text, ...(onUndo ? { onUndo } : {}) });
    const refused = ({ failure }: Extract<Result<unknown>, { ok: false }>) => {
      const { title, todo } = failureWords(failure);
      say(`${title}. ${todo}`);
    };
    const answered = (answer: Result<GroupList>, done: TextKey, undos: number) => {
      if (!answer.ok) return refused(answer);
      now.undos = Math.max(0, undos);
      now.undo = answer.value.undo;
      say(t(done), undos > 0 ? undo : undefined);
    };
    const wish = (wanted: Wish) =>
      inTurn(async () => {
        const groups = inScreenOrder(port.board.current().value?.groups ?? []);
        const pressed = wanted(groups, now.marked ?? groups[0]?.photo_ids[0] ?? "");
        if (!pressed) return;
        mark(pressed.focus);
        if (pressed.edit) answered(await port.edit(pressed.edit), DONE[pressed.edit.edit], now.undos + 1);
      });
    const undo = () =>
      inTurn(async () => {
        // what happened before this page's first change is not its to take back
        if (now.undos > 0 && now.undo) answered(await port.undo(now.undo), "photos.done.undo", now.undos - 1);
      });
    const keep = (photoId: string, isKept: boolean) =>
      inTurn(async () => {
        const answer = await port.keepBoth(photoId, isKept);
        if (!answer.ok) return refused(answer);
        if (isKept) say(t("photos.done.keep_both"), () => keep(photoId, false));
        else say(t("photos.done.undo"));
      });
    return { mark, wish, undo, keepBoth: (photoId: string) => keep(photoId, true) };
  }, [port]);

  return { marked, ...made, news: news ? [news] : [], dismiss: () => setNews(undefined) };
}
