/** What a file of the picture says of itself. */
import type { IntlShape } from "react-intl";
import type { Caption } from "../drawing/export";
import type { Picture } from "../drawing/picture";
import type { PageState } from "../model/address";
import { NATIONAL } from "../model/filters";
import { areaIn, keywordIn } from "./area-name";
import { dayInWords, stateName } from "./intl";

export function captionOf({ network, shown, lens, colours, difference }: Picture, state: PageState, intl: IntlShape): Caption {
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const date = network.asOf === null ? intl.formatDate(new Date(), { dateStyle: "long" }) : dayInWords(intl, network.asOf);
  const seen = lens && [...lens.scope].filter((at) => shown.all[at]).length;
  const region = state.region === NATIONAL ? null : network.regions.find(({ code }) => code === state.region);
  const filters = [
    state.areas && `${say("filters.areas")}: ${state.areas.join(", ")}`,
    state.region && `${say("filters.region")}: ${region?.name ?? say("region.national")}`,
    state.role && `${say("filters.role")}: ${say(`role.${state.role}`)}`,
    state.keyword && `${say("filters.keyword")}: ${keywordIn(intl.locale, network.areas, state.keyword).text}`,
    state.inactive && say("filters.inactive"),
  ].filter((each) => each);
  return {
    title: say("export.title", { state: stateName(intl, network) }),
    lines: [
      `${date} · ${say("export.count", { count: shown.count })}`,
      ...(lens ? [say("lens.banner", { name: network.names[lens.monitor]!, seen: seen ?? 0, all: shown.count })] : []),
      ...(difference ? [say("time.since", { date: dayInWords(intl, difference.from) })] : []),
      ...(filters.length ? [filters.join(" · ")] : []),
    ],
    legend: network.areas.flatMap((area, at) =>
      shown.areas[at] ? [{ swatch: `area-${colours[at]}`, text: areaIn(intl.locale, area).text }] : [],
    ),
  };
}
