/** One of many, by typing part of its name. */
import { useEffect, useState } from "react";
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from "react-aria-components";

interface Props {
  label: string;
  placeholder: string;
  options: readonly { id: string; text: string; detail: string }[];
  chosen: string | null;
  onChoose(id: string | null): void;
}

export function Picker({ label, placeholder, options, chosen, onChoose }: Props) {
  const name = options.find(({ id }) => id === chosen)?.text ?? "";
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  return (
    <ComboBox
      className="choice"
      defaultItems={options}
      inputValue={text}
      onInputChange={setText}
      selectedKey={chosen}
      onSelectionChange={(key) => {
        if (key !== null) onChoose(String(key));
        else if (text === "") onChoose(null);
      }}
      menuTrigger="focus"
    >
      <Label className="unseen">{label}</Label>
      <div className="picker">
        <Input placeholder={placeholder} />
        <Button>
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      <Popover className="popover">
        <ListBox className="options">
          {(each: Props["options"][number]) => (
            <ListBoxItem id={each.id} textValue={each.text} className="option">
              <Text slot="label">{each.text}</Text>
              <Text slot="description" className="hint">
                {each.detail}
              </Text>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
