// @vitest-environment node
// read_form_reference through the real loop: the whole form or nothing is told.
import { expect, it } from "vitest";
import { stage } from "../../stage/stage";

it("tells the server what the form offers, in which country and when", async () => {
  const here = stage();
  here.vinted.offers = { package_sizes: [{ id: 1, title: "Small", group: null }] };
  const job = here.server.wish({ verb: "read_form_reference", catalog_id: 5 });
  await here.a.turn();
  expect(job).toMatchObject({ state: "done", reason: "ok" });
  expect(here.server.read("form_reference")).toMatchObject([
    { reference: { country: "fr", catalog_id: 5, fields: [{ code: "package_size" }] } },
  ]);
});

it("a form that is refused is given back, not half told", async () => {
  const here = stage();
  here.vinted.fail("colors", "challenge");
  const job = here.server.wish({ verb: "read_form_reference", catalog_id: 5 });
  await here.a.turn();
  expect(job.state).toBe("needs_person");
  expect(here.server.read("form_reference")).toEqual([]);
});
