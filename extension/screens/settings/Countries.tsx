// In which of Vinted's countries VintedBot may work. The browser itself asks for each; nothing is read there before.
import type { ComponentChildren } from "preact";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { AllowCountry } from "../AllowCountry";
import { countryName } from "../countries";
import type { CountryAccess } from "../ports";
import { useKept, usePorts } from "../use";

export function Countries() {
  const { engine, safety } = usePorts();
  const all = useKept(engine).value?.countries ?? [];
  const allowed = all.filter(({ isAllowed }) => isAllowed);
  const others = all
    .filter(({ isAllowed }) => !isAllowed)
    .toSorted((a, b) => countryName(a.country).localeCompare(countryName(b.country)));
  if (all.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="countries">
      <h2 id="countries">{t("countries.title")}</h2>
      <p class="muted">{t("countries.text")}</p>
      <ul class="plain-list">
        {allowed.map((one) => (
          <Country key={one.country} one={one}>
            {one.isHome ? (
              <span class="muted">{t("countries.home")}</span>
            ) : (
              <Button kind="quiet" onPress={() => void safety.withdrawCountry(one.country)}>
                {t("countries.withdraw", { country: countryName(one.country) })}
              </Button>
            )}
          </Country>
        ))}
      </ul>
      <details>
        <summary>{t("countries.more", { count: others.length })}</summary>
        <ul class="plain-list">
          {others.map((one) => (
            <Country key={one.country} one={one}>
              <AllowCountry country={one.country} allow={safety.allowCountry} />
            </Country>
          ))}
        </ul>
      </details>
    </section>
  );
}

function Country({ one, children }: { one: CountryAccess; children: ComponentChildren }) {
  return (
    <li class="section-head">
      <span>
        {countryName(one.country)} <span class="muted">{`${one.site} · ${one.currency}`}</span>
      </span>
      {children}
    </li>
  );
}
