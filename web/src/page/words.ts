/** The texts of the picture, of one network in one language. */
import type { IntlShape } from "react-intl";
import type { Words } from "../drawing/picture";
import type { Difference } from "../model/difference";
import { isCoordinator, type Network } from "../model/network";
import { wholeAreaIn } from "./area-name";
import { dayInWords } from "./intl";

export function wordsOf(intl: IntlShape, network: Network): Words {
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const region = (at: number | null) => (at === null ? say("region.national") : network.regions[at]!.name);
  const areas = (of: readonly number[]) => intl.formatList(of.map((area) => wholeAreaIn(intl.locale, network.areas[area]!).text));
  const where = (at: number) => region(network.regionOf[at] ?? null);
  const node = (at: number) =>
    say("map.node", {
      kind: say(`kind.${network.kinds[at]}`),
      name: network.names[at]!,
      region: where(at),
      count: network.below[at]!,
      areas: areas(network.dimicAreasOf[at]!),
      hasAreas: network.dimicAreasOf[at]!.length ? "yes" : "no",
    });
  return {
    number: (value) => intl.formatNumber(value),
    kind: (at) => say(`kind.${network.kinds[at]}`),
    node,
    authority: (at) =>
      isCoordinator(network, at)
        ? node(at)
        : say("map.authority", {
            name: network.names[at]!,
            region: where(at),
            areas: areas(network.areasOf[at]!),
            hasAreas: network.areasOf[at]!.length ? "yes" : "no",
            active: network.active[at] ? "yes" : "no",
          }),
    wedge: (holder, count) => say("map.wedge", { name: network.names[holder]!, count }),
    bundle: ({ relation, area, holder, end, ofValidated, count }) =>
      say("map.bundle", {
        holder: network.names[holder]!,
        relation: say(`relation.${relation}`),
        count,
        end: network.names[end]!,
        ofValidated: ofValidated ? "yes" : "no",
        area: area === null ? "" : wholeAreaIn(intl.locale, network.areas[area]!).text,
        hasArea: area === null ? "no" : "yes",
      }),
    region,
    counts: (authorities, coordinators) => say("map.counts", { authorities, coordinators }),
  };
}

/** Of which day a network is shown, and with which it is compared, for those who do not see it. */
export function whenInWords(intl: IntlShape, network: Network, difference: Difference | null): string[] {
  const say = (id: string, values: Record<string, string | number>) => intl.formatMessage({ id }, values);
  return [
    ...(network.asOf === null ? [] : [say("time.asOn", { date: dayInWords(intl, network.asOf) })]),
    ...(difference ? [say("changed.counts", { ...difference.counts, date: dayInWords(intl, difference.from) })] : []),
  ];
}
