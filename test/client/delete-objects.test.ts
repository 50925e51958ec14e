import { expect, test } from "vitest";
import { answer } from "./scripted-server.ts";
import { crc32Of, play } from "./stage.ts";

const RESULT = '<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">';

test("many keys go with one request, summed, and what refuses comes back by key", async () => {
  const { store, server } = await play([
    answer(
      200,
      `${RESULT}<Error><Key>a&amp;b</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>`,
    ),
  ]);
  const refused = await store.deleteObjects(["a&b", "c"], {});
  const body =
    '<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet><Object><Key>a&amp;b</Key></Object><Object><Key>c</Key></Object></Delete>';
  expect(server.seen[0]).toMatchObject({
    method: "POST",
    url: "/b?delete=",
    body,
    headers: { "x-amz-checksum-crc32": crc32Of(body) },
  });
  expect([...refused].map(([key, error]) => [key, error.message])).toEqual([
    [
      "a&b",
      "An error occurred (AccessDenied) when calling the DeleteObjects operation: Access Denied",
    ],
  ]);
});

test.each([`${RESULT}</DeleteResult>`, `${RESULT.slice(0, -1)}/>\n`])(
  "an answer that names nothing refuses nothing: %s",
  async (text) => {
    const { store } = await play([answer(200, text)]);
    expect(await store.deleteObjects(["a", "b"], {})).toEqual(new Map());
  },
);

test("an answer that breaks off is no answer", async () => {
  const { store } = await play([answer(200, RESULT)]);
  await expect(store.deleteObjects(["a", "b"], {})).rejects.toThrow("broke off before its end");
});

test("a deletion of one version alone names its entity tag", async () => {
  const { store, server } = await play([answer(204)]);
  await store.deleteObject("k", { ifMatch: "e1" });
  expect(server.seen[0]).toMatchObject({ method: "DELETE", headers: { "if-match": '"e1"' } });
});
