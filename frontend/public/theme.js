// The chosen theme and language before the first paint. Kept apart from the app because it must not wait for it.
try {
  const choice = JSON.parse(localStorage.getItem("mirubato.preferences") || "{}");
  if (choice.theme === "light" || choice.theme === "dark")
    document.documentElement.dataset.theme = choice.theme;
  if (typeof choice.language === "string") document.documentElement.lang = choice.language;
} catch (_) {
  // Storage that cannot be read leaves the defaults.
}
