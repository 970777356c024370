import "./first";
import "./style/page.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./page/app";

createRoot(document.getElementById("page")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
