/** Small controls that several parts of the page use. */
import { type ReactNode } from "react";
import { Button, ToggleButton, ToggleButtonGroup } from "react-aria-components";
import type { PageState } from "../model/address";
import { LANGUAGES, languageOf, useSay } from "./intl";
import type { Change } from "./state";

export interface Option {
  id: string;
  text: string;
  /** The language of the text, where that is not the page's. */
  lang?: string | undefined;
}

interface ChoiceProps {
  label: string;
  hideLabel?: boolean;
  options: readonly Option[];
  chosen: string;
  onChoose(id: string): void;
}

interface CheckProps {
  isSelected: boolean;
  onChange(is: boolean): void;
  children: ReactNode;
}

/** One of several, in a list that opens: the browser's own, which every hand and reader knows. */
export function Choice({ label, hideLabel, options, chosen, onChoose }: ChoiceProps) {
  return (
    <label className="choice">
      <span className={hideLabel ? "unseen" : ""}>{label}</span>
      <select value={chosen} onChange={(event) => onChoose(event.target.value)}>
        {options.map(({ id, text, lang }) => (
          <option key={id} value={id} lang={lang}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Something that is on or off, with what stands beside it. */
export function Check({ isSelected, onChange, children }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={isSelected} onChange={(event) => onChange(event.target.checked)} />
      {children}
    </label>
  );
}

/** One of a few, side by side. */
export function Segments({ label, options, chosen, onChoose }: ChoiceProps) {
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={([key]) => key !== undefined && onChoose(String(key))}
    >
      {options.map(({ id, text }) => (
        <ToggleButton key={id} id={id}>
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

const NAMES = { en: "English", de: "Deutsch", fr: "Français" };

/** Language and theme. */
export function Settings({ state, change, dark }: { state: PageState; change: Change; dark: boolean }) {
  const say = useSay();
  return (
    <>
      <Choice
        label={say("settings.language")}
        hideLabel
        options={LANGUAGES.map((id) => ({ id, text: NAMES[id] }))}
        chosen={languageOf(state.language)}
        onChoose={(language) => change({ language }, "replace")}
      />
      <Button
        aria-label={say(dark ? "settings.light" : "settings.dark")}
        onPress={() => change({ theme: dark ? "light" : "dark" }, "replace")}
      >
        ◐
      </Button>
    </>
  );
}

/** A part of the side with its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
