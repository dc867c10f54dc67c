// Runs a component from its compiled module, and makes a new instance where one has trapped.

type Instantiate<Root, Imports> = (
  getCore: () => WebAssembly.Module,
  imports: Imports,
  instantiateCore: (module: WebAssembly.Module, imports: WebAssembly.Imports) => WebAssembly.Instance,
) => Root | Promise<Root>;

/** Calls into an instance. A trap leaves the instance unusable, so the next call gets a fresh one. */
export type Runner<Root> = <Result>(call: (root: Root) => Result) => Result;

/** A runner for the component. Its only core module has been compiled already, so every step of making an instance is synchronous. */
export function runner<Root, Imports>(
  instantiate: Instantiate<Root, Imports>,
  module: WebAssembly.Module,
): Runner<Root> {
  const make = () =>
    instantiate(
      () => module,
      {} as Imports,
      (core, imports) => new WebAssembly.Instance(core, imports),
    ) as Root;
  let root: Root | undefined;
  return (call) => {
    root ??= make();
    try {
      return call(root);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) root = undefined;
      throw error;
    }
  };
}
