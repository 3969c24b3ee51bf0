// WXT writes the exact list of our pages into .wxt/ at build time; this plain signature lets `tsc` run before any build.
import "wxt/browser";

declare module "wxt/browser" {
  interface WxtRuntime {
    getURL(path: `/${string}`): string;
  }
}
