// Where the person is: the part of the address after "#", so that back, reload, links and "open wide" all work.
import { useEffect, useState } from "preact/hooks";

export interface Route {
  /** The screen's key: "closet". */
  screen: string;
  /** What follows it: ["33000000000", "relist"]. */
  path: readonly string[];
  /** What follows a "?": `items=1,2`. */
  query: ReadonlyMap<string, string>;
}

const HOME = "today";

export function readRoute(hash: string): Route {
  const [place = "", asked = ""] = hash.replace(/^#\/?/, "").split("?");
  const [screen, ...path] = place.split("/").filter(Boolean).map(decodeURIComponent);
  return { screen: screen ?? HOME, path, query: new Map(new URLSearchParams(asked)) };
}

/** The address of a place: `hashOf("closet", 12, "relist")`. */
export function hashOf(...parts: readonly (string | number)[]): string {
  return `#/${parts.map((part) => encodeURIComponent(part)).join("/")}`;
}

/** The address of a bulk act on these listings; Vinted's page opens it too. */
export function bulkHash(act: string, itemIds: readonly (string | number)[]): string {
  return `${hashOf("closet", "bulk", act)}?items=${itemIds.join(",")}`;
}

export function go(hash: string): void {
  location.hash = hash;
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener("hashchange", follow);
    // it may have changed between the first drawing and now
    follow();
    return () => removeEventListener("hashchange", follow);
  }, []);
  return readRoute(hash);
}
