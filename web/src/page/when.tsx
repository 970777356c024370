/** Says that the network is shown as of a day, or compared with one, and leads back to today. */
import { Button } from "react-aria-components";
import { useIntl } from "react-intl";
import type { Difference } from "../model/difference";
import type { PageState } from "../model/address";
import type { Network } from "../model/network";
import type { Answered } from "./data";
import { dayInWords, useSay } from "./intl";
import { Missing } from "./missing";
import type { Change } from "./state";

interface Props {
  state: PageState;
  change: Change;
  network: Network | null;
  difference: Answered<Difference>;
}

export default function When({ state, change, network, difference }: Props) {
  const say = useSay();
  const intl = useIntl();
  const waits = network !== null && network.asOf !== state.at;
  return (
    <div className="when" role="group" aria-label={say("time.title")}>
      <p>
        {state.at !== null && <b>{say("time.asOn", { date: dayInWords(intl, state.at) })}</b>}
        {state.from !== null && <span>{say("time.since", { date: dayInWords(intl, state.from) })}</span>}
        {(waits || (state.from !== null && !difference.value && !difference.problem)) && <span>{say("time.loading")}</span>}
      </p>
      <Missing what="difference" of={difference} />
      {state.from !== null && <Button onPress={() => change({ from: null })}>{say("time.noComparison")}</Button>}
      {state.at !== null && <Button onPress={() => change({ at: null })}>{say("time.today")}</Button>}
    </div>
  );
}
