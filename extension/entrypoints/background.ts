// The service worker. Listeners are registered synchronously here and nowhere else, because a listener that is added after
// an await misses the event that woke the worker; what they do lives in jobs/, backend/ and messages/.
import { browser } from "wxt/browser";
import { defineBackground } from "wxt/utils/define-background";
import { actions } from "../actions";
import { request } from "../backend/request";
import { keepAlarm, onAlarm, wakeIn } from "../jobs/alarm";
import { handlersOf } from "../jobs/answers";
import { stayAwake } from "../jobs/keep_alive";
import { createLoop, forgetOld } from "../jobs/loop";
import { world } from "../jobs/world";
import { answerMessages } from "../messages/answer";
import { tellPages } from "../messages/changes";
import { photoHandlers } from "../photos/answers";
import { createPhotoWork, photoWorld } from "../photos/work";
import { database } from "../storage/database";
import { isVintedAddress } from "../vinted/addresses";
import { followPermissions, onCountries } from "../vinted/countries";

export default defineBackground({
  type: "module",
  main() {
    const ready = database();
    const loop = createLoop(world, actions, {
      build: browser.runtime.getManifest().version,
      rest: (seconds) => void wakeIn(seconds, wake),
      stayAwake,
      changed: tellPages,
    });
    const photos = createPhotoWork(photoWorld(request), stayAwake);
    function wake(): void {
      void ready.then(loop.wake);
      sendPhotos();
    }
    function sendPhotos(): void {
      void ready.then(photos.wake);
    }

    onAlarm(wake);
    answerMessages(handlersOf(loop, wake, photoHandlers(request, sendPhotos)), { ready, isVinted: isVintedAddress });
    browser.runtime.onInstalled.addListener(({ reason }) => {
      if (reason === "install") void browser.tabs.create({ url: `${browser.runtime.getURL("/sidepanel.html")}#/welcome` });
    });
    // an update waits until nothing is being sent; the journal carries on after it
    browser.runtime.onUpdateAvailable.addListener(
      () => void ready.then(() => loop.whenIdle(async () => browser.runtime.reload())),
    );

    // a country that was granted is worked in at once; of one that was withdrawn nothing is left but its pages' own reload
    const follow = () =>
      void followPermissions().then((changed) => {
        if (!changed) return;
        tellPages();
        wake();
      });
    onCountries(follow);

    void ready.then(async () => {
      follow();
      await keepAlarm();
      wake();
      await forgetOld(world);
    });
  },
});
