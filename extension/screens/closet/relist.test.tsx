// What stands in the way of a relist is said before it is wished, and what is final takes the press away.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeAll, expect, test } from "vitest";
import { CLOSET, samplePorts } from "../../gallery/sample_ports";
import { loadLanguage } from "../../ui/load_language";
import { PortsProvider } from "../use";
import { RelistConfirm } from "./RelistConfirm";

beforeAll(() => loadLanguage(["en"]));
afterEach(cleanup);

test.each([false, true])("an open offer (%s) keeps a listing from being relisted", (open_offer) => {
  const ports = samplePorts();
  const [listing] = ports.listings(CLOSET.id).current().value ?? [];
  if (!listing) throw new Error("no sample listing");
  render(
    <PortsProvider value={ports}>
      <RelistConfirm
        listing={{ ...listing, open_offer }}
        closet={CLOSET}
        isBusy={false}
        onConfirm={() => undefined}
        onLeave={() => undefined}
      />
    </PortsProvider>,
  );
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Relist" }).disabled).toBe(open_offer);
  expect(screen.queryAllByText("An offer for this listing is open")).toHaveLength(open_offer ? 1 : 0);
});
