// Practising by the clock.
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useFormat } from "../i18n/format.ts";
import { InstrumentField } from "../logbook/form/instrument-field.tsx";
import { usedPieces } from "../logbook/known.ts";
import { useLogbook } from "../logbook/store.ts";
import { Button } from "../ui/button.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { useTitle } from "../ui/use-title.ts";
import { finish } from "./finish.ts";
import { setTimer, useNow, useTimer } from "./store.ts";
import { Stretches } from "./stretches.tsx";
import {
  clockFace,
  elapsed,
  isRunning,
  pause,
  play,
  resume,
  start,
  startedAt,
  switchTo,
  type Timer,
} from "./timer.ts";

export default function TimerPage() {
  const { t } = useTranslation("timer");
  const timer = useTimer((state) => state.timer);
  useTitle(t("timer"));
  return (
    <main className="mx-auto grid w-full max-w-xl gap-6 px-4 pt-4 pb-32 md:pt-8">
      <h1 className="sr-only">{t("timer")}</h1>
      {timer ? <Running timer={timer} /> : <Ready />}
    </main>
  );
}

function Ready() {
  const { t } = useTranslation("timer");
  const [chosen, setChosen] = useState<string>();
  const last = useLogbook(({ entries }) => entries[0]?.instrument ?? "");
  const instrument = chosen ?? last;
  return (
    <>
      <Face seconds={0} />
      <InstrumentField instrument={instrument} errors={[]} onChange={setChosen} />
      <Button
        look="strong"
        className="min-h-14 text-lg"
        onClick={() => setTimer(start(Date.now(), instrument))}
      >
        <Icon name="play" />
        {t("start")}
      </Button>
      <p className="text-center text-sm text-soft">{t("hint")}</p>
    </>
  );
}

function Running({ timer }: { timer: Timer }) {
  const { t } = useTranslation("timer");
  const navigate = useNavigate();
  const format = useFormat();
  const now = useNow(timer);
  const runs = isRunning(timer);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Face seconds={elapsed(timer, now)} paused={!runs} />
      <Stretches timer={timer} now={now} />
      <div className="grid grid-cols-2 gap-3">
        <Button
          className="min-h-14 !px-2 text-lg"
          onClick={() => setTimer(runs ? pause(timer, Date.now()) : resume(timer, Date.now()))}
        >
          <Icon name={runs ? "pause" : "play"} />
          {runs ? t("pause") : t("resume")}
        </Button>
        <Button
          look="strong"
          className="min-h-14 !px-2 text-lg"
          onClick={() => {
            finish(timer, Date.now());
            void navigate("/logbook/new");
          }}
        >
          <Icon name="stop" />
          {t("finish")}
        </Button>
      </div>
      <Pieces timer={timer} now={now} />
      <Button look="quiet" className="justify-self-center text-soft" onClick={() => setAsking(true)}>
        {t("discard")}
      </Button>
      {asking && (
        <Dialog
          title={t("discardTitle")}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{t("keepGoing")}</Button>
              <Button look="danger" onClick={() => setTimer(null)}>
                {t("discard")}
              </Button>
            </>
          }
        >
          <p>
            {t("discardText", {
              time: clockFace(elapsed(timer, now)),
              start: format.time(startedAt(timer)),
            })}
          </p>
        </Dialog>
      )}
    </>
  );
}

function Face({ seconds, paused = false }: { seconds: number; paused?: boolean }) {
  const { t } = useTranslation("timer");
  return (
    <div className="grid justify-items-center pt-6">
      <p role="timer" className={`figures text-7xl tracking-tight sm:text-8xl ${paused ? "text-soft" : ""}`}>
        {clockFace(seconds)}
      </p>
      <p className="mt-2 h-6 text-soft">{paused && t("paused")}</p>
    </div>
  );
}

/** What is being played. A touch on another piece goes on with that one. */
function Pieces({ timer, now }: { timer: Timer; now: number }) {
  const { t } = useTranslation("timer");
  const [title, setTitle] = useState("");
  const entries = useLogbook((state) => state.entries);
  const used = useMemo(() => usedPieces(entries), [entries]);
  const offers = used.map((piece, place) => ({
    value: String(place),
    label: piece.title,
    detail: piece.composer ?? "",
  }));
  const add = (piece: { title: string; composer: string | null }) => {
    setTimer(play(timer, piece, Date.now()));
    setTitle("");
  };
  return (
    <section aria-label={t("playing")} className="grid gap-2">
      <h2 className="text-xl">{t("playing")}</h2>
      <ul className="grid gap-2">
        {[null, ...timer.pieces.keys()].map((place) => {
          const piece = place === null ? undefined : timer.pieces[place];
          return (
            <li key={place ?? "none"}>
              <button
                type="button"
                aria-pressed={timer.current === place}
                className="flex min-h-12 w-full items-baseline justify-between gap-4 rounded-xl border border-rule bg-sheet px-4 py-2.5 text-left aria-pressed:border-accent aria-pressed:bg-tint"
                onClick={() => setTimer(switchTo(timer, place, Date.now()))}
              >
                <span>
                  {piece ? <span className="font-serif text-lg">{piece.title}</span> : t("anything")}
                  {piece?.composer && <span className="text-sm text-soft"> · {piece.composer}</span>}
                </span>
                <span className="figures text-soft">{clockFace(elapsed(timer, now, place))}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <div className="flex gap-2">
        <div className="grow">
          <Combobox
            label={t("nextPiece")}
            placeholder={t("nextPiece")}
            value={title}
            offers={offers}
            onType={setTitle}
            onPick={({ value }) => {
              const piece = used[Number(value)];
              if (piece) add(piece);
            }}
            onEnter={() => {
              if (title.trim()) add({ title: title.trim(), composer: null });
              return true;
            }}
          />
        </div>
        <Button disabled={title.trim() === ""} onClick={() => add({ title: title.trim(), composer: null })}>
          {t("play")}
        </Button>
      </div>
    </section>
  );
}
