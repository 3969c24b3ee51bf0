// The press with which a person lets VintedBot work on Vinted in one more country. The browser itself asks them; what follows from
// the answer (our scripts in that country's pages) is the worker's matter, which hears of it from the browser.
import { useState } from "preact/hooks";
import { Button } from "../ui/Button";
import { t } from "../ui/i18n";
import { countryName } from "./countries";
import type { SafetyPort } from "./safety/port";

interface AllowCountryProps {
  country: string;
  allow: SafetyPort["allowCountry"];
  kind?: "primary" | "plain";
}

export function AllowCountry({ country, allow, kind = "plain" }: AllowCountryProps) {
  const [isRefused, setRefused] = useState(false);
  // `allow` comes first in the press: the browser asks only then
  const press = () => void allow(country).then((isAllowed) => setRefused(!isAllowed));
  return (
    <>
      <Button kind={kind} onPress={press}>
        {t("countries.allow", { country: countryName(country) })}
      </Button>
      {isRefused && (
        <p role="status">
          {t("countries.refused", { country: countryName(country) })}. {t("countries.refused.todo")}
        </p>
      )}
    </>
  );
}
