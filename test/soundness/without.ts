/** The fields of an object but one. */
export function without<T extends object, K extends keyof T & string>(all: T, name: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(all).filter(([each]) => each !== name)) as Omit<T, K>;
}
