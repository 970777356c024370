/** Which Member State the map is of. */
import { useEffect, useState } from "react";
import { useIntl } from "react-intl";
import { StatesDocument, type StatesQuery } from "../api/generated";
import { ask } from "../client";
import { type PageState, START } from "../model/address";
import { Choice } from "./controls";
import { stateName, useSay } from "./intl";
import type { Change } from "./state";

export function StateChoice({ state, change }: { state: PageState; change: Change }) {
  const say = useSay();
  const intl = useIntl();
  const [states, setStates] = useState<StatesQuery["memberStates"]>([]);
  useEffect(() => {
    // Without it the state that is shown can still be named; the map tells what is wrong.
    ask(StatesDocument, {}).then((answer) => setStates(answer.memberStates), () => undefined);
  }, []);
  const options = states.map(({ code, name }) => ({ id: code, text: stateName(intl, { code, name }) }));
  const own = state.country ?? "";
  if (!options.some(({ id }) => id === own)) options.push({ id: own, text: own });
  return (
    <Choice
      label={say("state.label")}
      hideLabel
      options={[...options, { id: ALL, text: say("states.all") }]}
      chosen={own}
      onChoose={(code) =>
        change({
          ...START,
          theme: state.theme,
          language: state.language,
          view: state.view,
          country: code === ALL ? null : code,
        })
      }
    />
  );
}

const ALL = "*";
