// The start of the app.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { NoStorage } from "./app/no-storage.tsx";
import { App, firstPage } from "./app/routes.tsx";
import { connect, startApp } from "./app/start.ts";
import { reloadOnMissingFile, startWorker } from "./app/worker.ts";
import { startWords } from "./i18n/index.ts";
import { loadRules } from "./rules/load.ts";
import "./styles/app.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

reloadOnMissingFile();
const started = startApp().then(
  () => true,
  (error) => {
    console.error(error);
    return false;
  },
);
await startWords();
const page = createRoot(root);
page.render(
  <StrictMode>
    <App />
  </StrictMode>,
);
if (!(await started)) page.render(<NoStorage />);
await firstPage;
// Wanted with the first change. A failure is said then.
void loadRules().catch(() => undefined);
void connect().catch((error) => console.error(error));
void startWorker().catch((error) => console.error(error));
