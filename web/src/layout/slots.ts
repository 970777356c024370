/** Which wedges a picture has, and in which order: sectors by region, within each the coordinators. */
import { type Network, topRegionOf } from "../model/network";

/** One coordinator's authorities in one sector. */
export interface Slot {
  /** The coordinator's id; of a NIMIC, which may have one in every sector, with the region's code. */
  key: string;
  holder: number;
  members: number[];
}

export interface SectorOfSlots {
  /** Position of the region; null: the national level. */
  region: number | null;
  head: number | null;
  coordinators: number;
  slots: Slot[];
}

/** The sectors that have anything to show, the national level first, then the regions by compass. */
export function sectorsOf(network: Network, drawn: readonly boolean[]): SectorOfSlots[] {
  const present = network.ids.map((_, at) => network.kinds[at] !== "CA" && (network.active[at] || drawn[at] === true));
  const coordinators = network.ids.flatMap((_, at) => (present[at] && at !== network.nimic ? [at] : []));
  const flat = coordinators.length === 0;
  const own = new Set<number | null>(coordinators.map((at) => topRegionOf(network, at)));
  if (flat) network.ids.forEach((_, at) => own.add(topRegionOf(network, at)));
  const order: (number | null)[] = [null, ...byCompass(network).filter((region) => own.has(region))];

  const members = new Map<string, number[]>();
  network.ids.forEach((_, at) => {
    const holder = network.validators[at];
    if (network.kinds[at] !== "CA" || !drawn[at] || holder === null || holder === undefined) return;
    let region = topRegionOf(network, holder === network.nimic ? at : holder);
    if (!own.has(region)) region = null;
    const key = `${holder} ${region}`;
    members.get(key)?.push(at) ?? members.set(key, [at]);
  });

  return order
    .map((region) => {
      const here = coordinators.filter((at) => topRegionOf(network, at) === region).sort(byValidator(network));
      const head = here.find((at) => network.kinds[at] === "SDIMIC" && network.validators[at] === network.nimic) ?? null;
      const slot = (holder: number): Slot => ({
        key: holder === network.nimic ? `${network.ids[holder]}@${code(network, region)}` : network.ids[holder]!,
        holder,
        members: members.get(`${holder} ${region}`) ?? [],
      });
      const slots = here.filter((at) => at !== head).map(slot);
      // What the head validates itself stands in the middle of its sector, so that its line is straight.
      if (head !== null) {
        const heads = slot(head);
        if (heads.members.length || !slots.length) slots.splice(Math.floor(slots.length / 2), 0, heads);
      }
      const nimics = network.nimic < 0 ? null : slot(network.nimic);
      if (nimics?.members.length) slots.push(nimics);
      return { region, head, coordinators: here.length, slots };
    })
    .filter(({ slots }) => slots.length);
}

const code = (network: Network, region: number | null) => (region === null ? "" : network.regions[region]!.code);

const byValidator = (network: Network) => (a: number, b: number) =>
  Number(network.kinds[a] !== "SDIMIC") - Number(network.kinds[b] !== "SDIMIC") ||
  (network.validators[a] ?? -1) - (network.validators[b] ?? -1) ||
  a - b;

/** Regions of the state clockwise from north as seen from their middle; in the order of names where places lack. */
export function byCompass(network: Network): number[] {
  const tops = network.regions.flatMap((region, at) => (region.top === at ? [at] : []));
  const placed = tops.filter((at) => network.regions[at]!.latitude !== null && network.regions[at]!.longitude !== null);
  const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);
  const latitude = mean(placed.map((at) => network.regions[at]!.latitude!));
  const longitude = mean(placed.map((at) => network.regions[at]!.longitude!));
  const bearing = (at: number) => {
    const region = network.regions[at]!;
    const east = (region.longitude! - longitude) * Math.cos((latitude * Math.PI) / 180);
    return (Math.atan2(east, region.latitude! - latitude) + 2 * Math.PI) % (2 * Math.PI);
  };
  const named = (a: number, b: number) => network.regions[a]!.name.localeCompare(network.regions[b]!.name, "en") || a - b;
  return [
    ...placed.sort((a, b) => bearing(a) - bearing(b) || a - b),
    ...tops.filter((at) => !placed.includes(at)).sort(named),
  ];
}
