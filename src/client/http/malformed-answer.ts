/** An answer that is not HTTP/1.1 as RFC 9112 has it: nothing that follows on its connection can be trusted. */
export class MalformedAnswer extends Error {
  override readonly name = "MalformedAnswer";
  /** As Node names a bad message. */
  readonly code = "EBADMSG";

  constructor(what: string) {
    super(`the answer is not HTTP: ${what}`);
  }
}
