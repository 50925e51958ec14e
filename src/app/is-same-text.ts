/** Whether two texts of a document are one: AWS gives a text back laid out in its own way. */
export function isSameText(one: string | undefined, other: string | undefined): boolean {
  return one?.replaceAll(/\s/g, "") === other?.replaceAll(/\s/g, "");
}
