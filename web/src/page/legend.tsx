/** How to read the picture. */
import type { ReactNode } from "react";
import { Section } from "./controls";
import { useSay } from "./intl";

export function Legend() {
  const say = useSay();
  const entry = (id: string, drawing: ReactNode) => (
    <li>
      <svg width="26" height="18" aria-hidden="true">
        {drawing}
      </svg>
      {say(id)}
    </li>
  );
  return (
    <Section title={say("legend.title")}>
      <ul className="legend">
        {entry("legend.nimic", <circle className="dark" cx="13" cy="9" r="8" />)}
        {entry("legend.sdimic", <rect className="dark" x="2" y="2" width="22" height="14" rx="4" />)}
        {entry(
          "legend.dimic",
          <>
            <circle className="ring" cx="13" cy="9" r="7" />
            <path className="area-0" d="M13 9V4A5 5 0 0 1 13 14Z" />
            <path className="area-1" d="M13 9V14A5 5 0 0 1 13 4Z" />
          </>,
        )}
        {entry("legend.authorities", <path className="area-2" d="M3 16L7 3H19L23 16Z" />)}
        {entry("legend.inactive", <circle className="hollow" cx="13" cy="9" r="4" />)}
        <li>{say("legend.lines")}</li>
      </ul>
    </Section>
  );
}
