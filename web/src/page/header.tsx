/** The bar above: which state, searching, the two views, files, link, language and theme. */
import { type RefObject, useState } from "react";
import { Button } from "react-aria-components";
import { useIntl } from "react-intl";
import type { Picture } from "../drawing/picture";
import { formatted, type PageState, START } from "../model/address";
import { Segments, Settings } from "./controls";
import { useSay } from "./intl";
import { Search } from "./search";
import type { Change } from "./state";
import { StateChoice } from "./state-choice";

interface Props {
  state: PageState;
  change: Change;
  dark: boolean;
  picture: Picture | null;
  svg: RefObject<SVGSVGElement | null>;
  showsFilters: boolean;
  onFilters(): void;
  showsTime: boolean;
  onTime(): void;
}

export function Header({ state, change, dark, picture, svg, showsFilters, onFilters, showsTime, onTime }: Props) {
  const say = useSay();
  return (
    <header className="bar">
      <a
        className="home"
        href={formatted({ ...START, theme: state.theme, language: state.language }) || "/"}
        onClick={(event) => {
          event.preventDefault();
          change({ ...START, theme: state.theme, language: state.language });
        }}
      >
        <h1>{say("title")}</h1>
      </a>
      <StateChoice state={state} change={change} />
      <Search state={state} change={change} picture={picture} />
      <Segments
        label={say("view.label")}
        options={(["map", "table"] as const).map((id) => ({ id, text: say(`view.${id}`) }))}
        chosen={state.view}
        onChoose={(view) => change({ view: view as PageState["view"] })}
      />
      {state.view === "map" && (
        <Segments
          label={say("density.label")}
          options={["clusters", "every"].map((id) => ({ id, text: say(`density.${id}`) }))}
          chosen={state.every ? "every" : "clusters"}
          onChoose={(id) => change({ every: id === "every" })}
        />
      )}
      <Button className="filters-button" aria-expanded={showsFilters} onPress={onFilters}>
        {say("filters.title")}
      </Button>
      <Button aria-expanded={showsTime} onPress={onTime}>
        {say("time.title")}
      </Button>
      <span className="space" />
      {picture && state.view === "map" && <Files picture={picture} state={state} svg={svg} />}
      <CopyLink />
      <Settings state={state} change={change} dark={dark} />
    </header>
  );
}

function Files({ picture, state, svg }: { picture: Picture; state: PageState; svg: RefObject<SVGSVGElement | null> }) {
  const say = useSay();
  const intl = useIntl();
  const save = async (format: "png" | "svg") => {
    const [files, { captionOf }] = await Promise.all([import("../drawing/export"), import("./caption")]);
    const drawing = files.asSvg(svg.current!, captionOf(picture, state, intl));
    const content = format === "png" ? await files.asPng(drawing) : new Blob([drawing], { type: "image/svg+xml" });
    files.save(content, `${say("export.file")}-${picture.network.code}.${format}`);
  };
  return (["png", "svg"] as const).map((format) => (
    <Button key={format} aria-label={say(`export.${format}`)} onPress={() => void save(format)}>
      {format.toUpperCase()}
    </Button>
  ));
}

const SHOWN_MILLISECONDS = 2000;

/** The address has no token in it: whoever opens the link needs one of their own. */
function CopyLink() {
  const say = useSay();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    setCopied(true);
    window.setTimeout(() => setCopied(false), SHOWN_MILLISECONDS);
  };
  return (
    <>
      <Button onPress={() => void copy()}>{say(copied ? "link.copied" : "link.copy")}</Button>
      <span className="unseen" role="status">
        {copied ? say("link.copied") : ""}
      </span>
    </>
  );
}
