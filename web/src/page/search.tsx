/** Finding an authority by part of one of its names; the service folds case, marks and scripts. */
import { useEffect, useRef, useState } from "react";
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from "react-aria-components";
import { SearchDocument, type SearchQuery } from "../api/generated";
import { ask } from "../client";
import type { Picture } from "../drawing/picture";
import type { PageState } from "../model/address";
import { useSay } from "./intl";
import type { Change } from "./state";

type Found = SearchQuery["authorities"]["edges"][number]["node"];

const PAUSE_MILLISECONDS = 20;

interface Props {
  state: PageState;
  change: Change;
  picture: Picture | null;
}

export function Search({ state, change, picture }: Props) {
  const say = useSay();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [searched, setSearched] = useState("");
  const country = state.country;

  useEffect(() => {
    const wanted = text.trim();
    if (!wanted || country === null) {
      setFound([]);
      setSearched("");
      return;
    }
    let over = false;
    const timer = window.setTimeout(() => {
      ask(SearchDocument, { state: country, search: wanted }).then(
        (answer) => {
          if (over) return;
          setFound(answer.authorities.edges.map(({ node }) => node));
          setSearched(wanted);
          setProblem(null);
        },
        (error: Error) => !over && setProblem(error.message),
      );
    }, PAUSE_MILLISECONDS);
    return () => {
      over = true;
      window.clearTimeout(timer);
    };
  }, [text, country]);

  useEffect(() => {
    const slash = (event: KeyboardEvent) => {
      if (event.key !== "/" || (event.target as Element).closest("input")) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener("keydown", slash);
    return () => window.removeEventListener("keydown", slash);
  }, []);

  const choose = (id: string) => {
    const network = picture?.network;
    const at = network?.position.get(id);
    setText("");
    window.setTimeout(() => field.current?.blur()); // once the emptied field has opened its list again, which this closes
    if (network === undefined || at === undefined) return;
    const wedge = picture?.layout.wedges.find(({ members }) => members.includes(at));
    change({ selected: id, open: wedge?.key ?? state.open, ...(network.active[at] ? {} : { inactive: true }) });
  };

  return (
    <ComboBox
      className="search"
      items={found}
      inputValue={text}
      onInputChange={setText}
      onSelectionChange={(key) => key !== null && choose(String(key))}
      selectedKey={null}
      menuTrigger="input"
      allowsEmptyCollection={text.trim() !== ""}
      defaultFilter={() => true}
    >
      <Label className="unseen">{say("search.label")}</Label>
      <Input ref={field} placeholder={say("search.placeholder")} type="search" />
      <Popover className="popover">
        <ListBox
          className="options"
          renderEmptyState={() => <p className="hint">{problem ?? (searched === text.trim() ? say("search.nothing", { text: searched }) : say("search.searching"))}</p>}
        >
          {(each: Found) => (
            <ListBoxItem id={each.id} textValue={each.name} className="option">
              <Text slot="label" lang={each.nameLanguage ?? ""}>
                {each.name}
              </Text>
              <Text slot="description" className="hint">
                {say(`kind.short.${each.type}`)} · {each.region?.name ?? say("region.national")}
              </Text>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
