/** The name of a legislative area. */
import type { Area } from "../model/network";
import { shorter } from "./caption";

export function AreaName({ areas, code }: { areas: readonly Area[]; code: string }) {
  const area = areas.find((each) => each.code === code);
  return <>{area ? shorter(area.name, code) : code}</>;
}
