/** The same with its body in memory of its own, which is added to what is handed over and not copied. */
export function ownBody<T extends { readonly body: Uint8Array }>(
  file: T,
  handedOver: ArrayBuffer[],
): T {
  const { body } = file;
  const isAlone = body.byteLength > 0 && body.byteLength === body.buffer.byteLength;
  const own = isAlone ? body : new Uint8Array(body);
  handedOver.push(own.buffer as ArrayBuffer);
  return { ...file, body: own };
}
