/** Asking for a token: at first, and again when one has expired. */
import { type FormEvent, useState } from "react";
import { Button, Dialog, Heading, Input, Label, Modal, ModalOverlay, TextField } from "react-aria-components";
import { useThisToken } from "../token";
import { useSay } from "./intl";

/** The page of those who have no token yet. */
export function SignIn() {
  const say = useSay();
  return (
    <main className="centred">
      <h1>{say("title")}</h1>
      <p>{say("signIn.purpose")}</p>
      <TokenForm />
    </main>
  );
}

/** Over what is on screen, which stays. */
export function AskForToken({ why }: { why: string }) {
  const say = useSay();
  const expired = why.includes("expired");
  return (
    <ModalOverlay isOpen className="overlay">
      <Modal className="modal">
        <Dialog>
          <Heading slot="title">{say(expired ? "signIn.expired" : "signIn.refused")}</Heading>
          <p>{say("signIn.keeps")}</p>
          <TokenForm />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function TokenForm() {
  const say = useSay();
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = text.trim();
    // A whole link may be pasted, too.
    if (given) useThisToken(given.includes("#token=") ? given.slice(given.indexOf("#token=") + "#token=".length) : given);
  };
  return (
    <form className="token-form" onSubmit={submit}>
      <TextField value={text} onChange={setText} type="password" autoComplete="off" isRequired>
        <Label>{say("signIn.token")}</Label>
        <Input />
      </TextField>
      <Button type="submit" className="primary">
        {say("signIn.use")}
      </Button>
      <p className="hint">
        {say("signIn.how")} <code>authority-network token --link</code>
      </p>
    </form>
  );
}
