// The `names` component: the identity of a piece, the usual name of a composer, and how alike two pieces are.
import { instantiate, type Root } from "../generated/names/names.js";
import { runner } from "./instance.ts";

export interface Names {
  scoreId(title: string, composer: string | undefined): string;
  composer(name: string): string;
  /** 0 to 1. From 0.7 on it is worth asking whether the two are one. */
  likeness(
    titleA: string,
    composerA: string | undefined,
    titleB: string,
    composerB: string | undefined,
  ): number;
}

/** The names, from the compiled core module of the component. */
export function namesFrom(module: WebAssembly.Module): Names {
  const run = runner<Root, Parameters<typeof instantiate>[1]>(instantiate, module);
  return {
    scoreId: (title, composer) => run(({ names }) => names.scoreId(title, composer)),
    composer: (name) => run(({ names }) => names.composer(name)),
    likeness: (titleA, composerA, titleB, composerB) =>
      run(({ names }) => names.likeness(titleA, composerA, titleB, composerB)),
  };
}
