// What a watermark may be, by the contract's own rule.
import { is } from "valibot";
import { Watermark } from "../../../shared-schemas/wire";

export const WATERMARK_TEXT = { test: (text: string): boolean => is(Watermark, { is: "watermark", text }) };
