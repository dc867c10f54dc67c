// A page with one thing to do.
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Mark } from "../app/mark.tsx";
import { useArrival } from "../ui/use-arrival.ts";
import { useTitle } from "../ui/use-title.ts";

export function Frame({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title);
  useArrival(title);
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-md content-start gap-6 px-6 pt-[max(2rem,12vh)] pb-12">
      <Link
        to="/logbook"
        className="flex min-h-11 items-center gap-3 justify-self-start rounded-lg font-serif text-2xl"
      >
        <Mark className="size-8" />
        Mirubato
      </Link>
      <h1 className="text-3xl">{title}</h1>
      {children}
    </main>
  );
}
