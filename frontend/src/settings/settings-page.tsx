// How the app looks, whose it is, and what it holds.
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useStanding } from "../app/standing.ts";
import { useFormat } from "../i18n/format.ts";
import { changeLanguage } from "../i18n/index.ts";
import { LANGUAGES, type Language, NATIVE_NAMES } from "../i18n/languages.ts";
import { useAccount } from "../session/store.ts";
import { vault } from "../session/vault.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Choices } from "../ui/choices.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { useTitle } from "../ui/use-title.ts";
import { Devices, useDevices } from "./devices.tsx";
import { download, exportAll } from "./export.ts";
import { Leave } from "./leave.tsx";
import { keepPreferences, readPreferences, type Theme } from "./preferences.ts";

export default function SettingsPage() {
  const { t } = useTranslation("settings");
  const account = useAccount();
  useTitle(t("settings"));
  return (
    <main className="mx-auto grid w-full max-w-2xl gap-8 px-4 pt-4 pb-32 md:pt-8">
      <h1 className="text-3xl">{t("settings")}</h1>
      <Attention />
      <Appearance />
      <Account />
      {account && <AccountDevices userId={account.id} />}
      <Data />
      <p className="text-sm text-soft">{t("version", { version: import.meta.env.VITE_VERSION ?? "dev" })}</p>
    </main>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-5 border-t border-rule pt-5">
      <h2 className="text-xl">{title}</h2>
      {children}
    </section>
  );
}

function Attention() {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const { refused } = useStanding();
  if (refused === 0) return null;
  return (
    <Link
      to="/settings/refused"
      className="flex min-h-11 items-center gap-3 rounded-xl border border-accent bg-tint px-4 py-3 text-accent"
    >
      <Icon name="attention" />
      <span className="grow">{t("needAttention", { count: refused, number: format.number(refused) })}</span>
      <Icon name="right" />
    </Link>
  );
}

function Appearance() {
  const { t, i18n } = useTranslation("settings");
  const [{ theme }, setPreferences] = useState(readPreferences);
  const themes: Theme[] = ["auto", "light", "dark"];
  const choose = async (language: Language) => {
    keepPreferences({ ...readPreferences(), language });
    await changeLanguage(language);
  };
  return (
    <Section title={t("appearance")}>
      <Field label={t("language")}>
        {(tie) => (
          <select
            {...tie}
            className="control"
            value={i18n.language}
            onChange={({ target }) => void choose(target.value as Language)}
          >
            {LANGUAGES.map((language) => (
              <option key={language} value={language} lang={language}>
                {NATIVE_NAMES[language]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Choices
        label={t("theme")}
        value={theme}
        options={themes.map((value) => ({ value, label: t(value) }))}
        onChange={(value) => {
          const chosen = { ...readPreferences(), theme: value };
          keepPreferences(chosen);
          setPreferences(chosen);
        }}
      />
    </Section>
  );
}

function Account() {
  const { t } = useTranslation("settings");
  const account = useAccount();
  const [leaving, setLeaving] = useState(false);
  return (
    <Section title={t("account")}>
      {account ? (
        <>
          <p>
            {account.displayName && <span className="block font-serif text-lg">{account.displayName}</span>}
            <span className="text-soft">{account.email}</span>
          </p>
          <Button className="justify-self-start" onClick={() => setLeaving(true)}>
            {t("signOut")}
          </Button>
        </>
      ) : (
        <>
          <p className="text-soft">{t("noAccount")}</p>
          <ButtonLink to="/sign-in" look="strong" className="justify-self-start">
            {t("signIn")}
          </ButtonLink>
        </>
      )}
      {leaving && <Leave how="signOut" onClose={() => setLeaving(false)} />}
    </Section>
  );
}

function AccountDevices({ userId }: { userId: string }) {
  const { t } = useTranslation("settings");
  const known = useDevices(userId);
  if (!known || known.devices.length === 0) return null;
  return (
    <Section title={t("devices")}>
      <Devices {...known} />
    </Section>
  );
}

function Data() {
  const { t } = useTranslation("settings");
  const [removing, setRemoving] = useState(false);
  const save = async () => {
    const { db } = await vault();
    download(await exportAll(db, Date.now()));
  };
  return (
    <Section title={t("data")}>
      <div className="grid gap-2">
        <Button className="justify-self-start" onClick={() => void save()}>
          <Icon name="download" />
          {t("export")}
        </Button>
        <p className="text-sm text-soft">{t("exportText")}</p>
      </div>
      <div className="grid gap-2">
        <Button look="danger" className="justify-self-start" onClick={() => setRemoving(true)}>
          <Icon name="bin" />
          {t("remove")}
        </Button>
        <p className="text-sm text-soft">{t("removeText")}</p>
      </div>
      {removing && <Leave how="remove" onClose={() => setRemoving(false)} />}
    </Section>
  );
}
