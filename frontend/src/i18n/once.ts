// What is worked out from a language alone is worked out once, not by every row of a long list.

/** Remembers what `make` made for a language. */
export function oncePerLanguage<Value>(): (language: string, make: () => Value) => Value {
  const made = new Map<string, Value>();
  return (language, make) => {
    const known = made.get(language);
    if (known !== undefined) return known;
    const value = make();
    made.set(language, value);
    return value;
  };
}
