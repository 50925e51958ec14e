/** Opens what belongs to a name once, however often it is asked for. */
export function onceEach<Name, Opened extends object>(
  open: (name: Name) => Opened,
): (name: Name) => Opened {
  const known = new Map<Name, Opened>();
  return (name) => {
    const opened = known.get(name) ?? open(name);
    known.set(name, opened);
    return opened;
  };
}
