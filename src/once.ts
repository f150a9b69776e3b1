/** What is made of an object, such as a line or a database: made when it is first asked for, and kept as long as that. */
export function onceFor<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const kept = new WeakMap<Of, Readonly<{ made: Made }>>();
  return of => {
    const before = kept.get(of);
    if (before !== undefined) return before.made;
    const made = make(of);
    kept.set(of, { made });
    return made;
  };
}
