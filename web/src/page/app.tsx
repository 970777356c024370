/** The whole page: its language and theme, and what is shown of it. */
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { I18nProvider } from "react-aria-components";
import { IntlProvider } from "react-intl";
import { onToken, refused, token } from "../token";
import { LANGUAGES, type Language, languageOf, localeOf, type Messages, messagesOf } from "./intl";
import { MapPage } from "./map-page";
import { usePageState } from "./state";

const SignIn = lazy(() => import("./sign-in").then((module) => ({ default: module.SignIn })));
const AskForToken = lazy(() => import("./sign-in").then((module) => ({ default: module.AskForToken })));
const StatesPage = lazy(() => import("./states-page"));

export function App() {
  const [state, change] = usePageState();
  const signedIn = useSyncExternalStore(onToken, token);
  const refusal = useSyncExternalStore(onToken, refused);
  const spoken = useMessages(languageOf(state.language));
  const dark = useDark(state.theme);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }, [dark]);
  if (!spoken) return null;
  const shared = { state, change, dark };
  return (
    <IntlProvider locale={localeOf(spoken.language)} messages={spoken.messages} defaultLocale="en">
      <I18nProvider locale={localeOf(spoken.language)}>
        <Suspense>
        {signedIn === null ? (
          <SignIn />
        ) : state.country === null ? (
          <StatesPage {...shared} signedIn={signedIn} />
        ) : (
          <MapPage {...shared} key={state.country} country={state.country} signedIn={signedIn} />
        )}
        {signedIn !== null && refusal !== null && <AskForToken why={refusal} />}
        </Suspense>
      </I18nProvider>
    </IntlProvider>
  );
}

function useMessages(language: Language) {
  const [spoken, setSpoken] = useState<{ language: Language; messages: Messages } | null>(null);
  useEffect(() => {
    let over = false;
    void messagesOf(LANGUAGES.includes(language) ? language : "en").then((messages) => {
      if (over) return;
      document.documentElement.lang = language;
      setSpoken({ language, messages });
    });
    return () => {
      over = true;
    };
  }, [language]);
  return spoken;
}

/** What was chosen, else what the system has, also when that changes. */
function useDark(chosen: "light" | "dark" | null): boolean {
  const query = "(prefers-color-scheme: dark)";
  const system = useSyncExternalStore(
    (told) => {
      const media = matchMedia(query);
      media.addEventListener("change", told);
      return () => media.removeEventListener("change", told);
    },
    () => matchMedia(query).matches,
  );
  return chosen === null ? system : chosen === "dark";
}
