/** Who coordinates an authority in each of its areas, and with whom it is linked. */
import { Fragment } from "react";
import { Button } from "react-aria-components";
import { useIntl } from "react-intl";
import type { Picture } from "../drawing/picture";
import { AreaName, keywordIn, Words } from "./area-name";
import type { Details } from "./data";
import { useSay } from "./intl";
import { Name } from "./name";
import type { Change } from "./state";

interface Named {
  id: string;
  name: string;
  nameLanguage: string | null;
}

export function Coordinators({ details, picture, change }: { details: Details; picture: Picture; change: Change }) {
  const say = useSay();
  const { locale } = useIntl();
  const { network, colours } = picture;
  const link = (each: Named) => (
    <Button key={each.id} className="link" onPress={() => change({ selected: each.id })}>
      <Name name={each.name} language={each.nameLanguage} />
    </Button>
  );
  const listed = (all: readonly Named[]) => (
    <ul className="plain">
      {all.map((each) => (
        <li key={each.id}>{link(each)}</li>
      ))}
    </ul>
  );
  return (
    <>
      {details.areas.length > 0 && <h3>{say("panel.coordinators")}</h3>}
      {details.areas.map(({ area, role, territory, keywords, accessCoordinator, requestCoordinators }) => {
        const at = network.areas.findIndex(({ code }) => code === area.code);
        return (
          <section key={area.code} className="area">
            <h4>
              <i className={`swatch area-${colours[at] ?? "rest"}`} aria-hidden="true" />{" "}
              {at < 0 ? area.code : <AreaName area={network.areas[at]!} />}
              {role === "DIMIC" && <span className="hint"> · {say("panel.dimicHere", { territory: territory?.name ?? say("region.whole") })}</span>}
            </h4>
            {keywords.length > 0 && (
              <p className="hint">
                {keywords.map((keyword, place) => (
                  <Fragment key={keyword}>
                    {place > 0 && ", "}
                    <Words {...keywordIn(locale, network.areas.slice(at, at + 1), keyword)} />
                  </Fragment>
                ))}
              </p>
            )}
            <dl>
              {accessCoordinator && (
                <div>
                  <dt>{say("panel.accessCoordinator")}</dt>
                  <dd>{link(accessCoordinator)}</dd>
                </div>
              )}
              {requestCoordinators.length > 0 && (
                <div>
                  <dt>{say("panel.requestCoordinators", { count: requestCoordinators.length })}</dt>
                  <dd>{listed(requestCoordinators.map(({ coordinator }) => coordinator))}</dd>
                </div>
              )}
            </dl>
          </section>
        );
      })}
      {details.observers.length > 0 && (
        <section>
          <h3>{say("panel.observers")}</h3>
          {listed(details.observers)}
        </section>
      )}
      {details.observed.length > 0 && (
        <section>
          <h3>{say("panel.observed")}</h3>
          {listed(details.observed)}
        </section>
      )}
      {(details.email ?? details.phone ?? details.web ?? details.address) && (
        <section>
          <h3>{say("panel.contact")}</h3>
          {[details.email, details.phone, details.web, details.address].map((line) => line && <p key={line}>{line}</p>)}
        </section>
      )}
    </>
  );
}
