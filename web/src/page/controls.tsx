/** Small controls that several parts of the page use. */
import { type ReactNode } from "react";
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  ToggleButton,
  ToggleButtonGroup,
} from "react-aria-components";
import type { PageState } from "../model/address";
import { LANGUAGES, languageOf, useSay } from "./intl";
import type { Change } from "./state";

export interface Option {
  id: string;
  text: string;
}

interface ChoiceProps {
  label: string;
  hideLabel?: boolean;
  options: readonly Option[];
  chosen: string;
  onChoose(id: string): void;
  isDisabled?: boolean;
}

/** One of several, in a list that opens. */
export function Choice({ label, hideLabel, options, chosen, onChoose, isDisabled }: ChoiceProps) {
  return (
    <Select
      className="choice"
      selectedKey={chosen}
      onSelectionChange={(key) => key !== null && onChoose(String(key))}
      isDisabled={isDisabled ?? false}
    >
      <Label className={hideLabel ? "unseen" : ""}>{label}</Label>
      <Button>
        <SelectValue className="choice-value" /> <span aria-hidden="true">▾</span>
      </Button>
      <Popover className="popover">
        <ListBox items={options} className="options">
          {({ id, text }) => (
            <ListBoxItem id={id} textValue={text} className="option">
              {text}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
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
