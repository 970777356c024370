/** Says which of several answers is missing, and why, and asks for it again; what the others say is shown meanwhile. */
import { Button } from "react-aria-components";
import type { Answered } from "./data";
import { useSay } from "./intl";

export const PARTS = ["bundles", "coordinators", "counts", "days", "details", "difference", "keyword", "lens", "why"] as const;

interface Props {
  what: (typeof PARTS)[number];
  of: Pick<Answered<unknown>, "problem" | "retry">;
}

export function Missing({ what, of: { problem, retry } }: Props) {
  const say = useSay();
  if (problem === null) return null;
  return (
    <div className="notice" role="alert" data-missing={what}>
      <p>{say(`partial.${what}`, { problem })}</p>
      <Button onPress={retry}>{say("error.again")}</Button>
    </div>
  );
}
