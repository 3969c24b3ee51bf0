// Step 2: the Vinted account, recognised in the person's own tab. Nothing is pressed when they are signed in there already: the
// account found is shown and connected by itself, after the card about data was understood.
import { useEffect, useState } from "preact/hooks";
import { Button } from "../../ui/Button";
import { SelectField } from "../../ui/Field";
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import { AllowCountry } from "../AllowCountry";
import { countryName } from "../countries";
import { FailureNotice } from "../failures";
import type { Failure, Member } from "../ports";
import { useKept, usePorts } from "../use";

export function VintedStep() {
  const ports = usePorts();
  const { countries = [], tabs: all = [] } = useKept(ports.engine).value ?? {};
  const [chosen, setChosen] = useState<string>();
  const tabs = all.filter(({ country }) => chosen === undefined || country === chosen);
  const tab = tabs.find(({ member }) => member !== null) ?? tabs[0];
  const there = countries.find(({ country, isHome }) => (chosen === undefined ? isHome : country === chosen));
  return (
    <section class="card" aria-labelledby="vinted-step">
      <h2 id="vinted-step">{t("welcome.vinted.title")}</h2>
      {there && !there.isAllowed ? (
        <Notice
          tone="wait"
          title={t("situation.country.title", { country: countryName(there.country) })}
          action={<AllowCountry kind="primary" country={there.country} allow={ports.safety.allowCountry} />}
        >
          {t("situation.country.todo")}
        </Notice>
      ) : tab?.member ? (
        <Found key={tab.member.member_id} member={tab.member} />
      ) : tab ? (
        <>
          <Notice tone="info" title={t("welcome.vinted.signed_out.title")}>
            {t("welcome.vinted.signed_out.text")}
          </Notice>
          <p>
            <Button kind="primary" onPress={() => ports.windows.openVinted(tab.country, "sign_in")}>
              {t("situation.signed_out.action")}
            </Button>
          </p>
        </>
      ) : (
        <>
          <p>{t("welcome.vinted.text")}</p>
          <p>
            <Button kind="primary" onPress={() => ports.windows.openVinted(there?.country, "home")}>
              {t("welcome.vinted.action", { site: there?.site ?? "" })}
            </Button>
          </p>
        </>
      )}
      {!tab?.member && (
        <details class="own-server">
          <summary>{t("welcome.vinted.other_country")}</summary>
          <SelectField
            label={t("welcome.vinted.country")}
            value={there?.country ?? ""}
            options={countries.map(({ country }) => ({ value: country, label: countryName(country) }))}
            onChange={setChosen}
          />
        </details>
      )}
    </section>
  );
}

function Found({ member }: { member: Member }) {
  const { claim } = usePorts();
  const [failure, setFailure] = useState<Failure>();
  const connect = async () => {
    setFailure(undefined);
    const closet = await claim(member);
    if (!closet.ok) setFailure(closet.failure);
  };
  useEffect(() => {
    void connect();
  }, [member.member_id]);
  return (
    <>
      <MemberCard member={member} />
      {failure ? (
        <>
          <FailureNotice failure={failure} />
          <p>
            <Button onPress={() => void connect()}>{t("welcome.vinted.again")}</Button>
          </p>
        </>
      ) : (
        <p role="status">{t("welcome.vinted.connecting")}</p>
      )}
    </>
  );
}

export function MemberCard({ member }: { member: Pick<Member, "login" | "photo_url" | "item_count"> }) {
  return (
    <div class="member">
      <span class="avatar">{member.photo_url && <img src={member.photo_url} alt="" />}</span>
      <p>
        <span>{t("welcome.vinted.you_are")} </span>
        <strong>{member.login}</strong>
        {member.item_count !== null && <span>, {t("closet.count", { count: member.item_count })}</span>}
      </p>
    </div>
  );
}
