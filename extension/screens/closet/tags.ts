// Tags as they are typed, separated by commas.

/** As the server takes them. */
const MOST = 10;
const LONGEST = 30;

export interface ReadTags {
  tags: string[];
  problem?: "many" | "long";
}

export function readTags(text: string): ReadTags {
  const tags = [...new Set(text.split(",").map((tag) => tag.trim().replace(/\s+/g, " ")))].filter(Boolean);
  if (tags.length > MOST) return { tags, problem: "many" };
  if (tags.some((tag) => Array.from(tag).length > LONGEST)) return { tags, problem: "long" };
  return { tags };
}
