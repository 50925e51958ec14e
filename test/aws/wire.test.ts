import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  contentSha256Mismatch,
  decodeUrlEncodedKey,
  decodeXmlText,
  encodeKeyPath,
  escapeXml,
  nearestWord,
  percentDecode,
  percentEncode,
  queryErrorXml,
  readS3Error,
  s3ErrorXml,
  urlEncodeKey,
} from "../../src/aws/index.ts";
import { loadCorpus } from "../support/corpus.ts";

interface WantedError {
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
  readonly elements?: Readonly<Record<string, string>>;
}

describe("reading an error", () => {
  test.each(loadCorpus<{ readonly xml: string }, WantedError | null>("wire/errors"))(
    "%s",
    (_name, { given, want }) => {
      const read = readS3Error(given.xml);
      const found = read && { ...read, elements: Object.fromEntries(read.elements) };
      expect(found).toEqual(want === null ? undefined : expect.objectContaining(want));
    },
  );

  test("gives what was written, for any text", () => {
    const text = fc.string({ unit: "binary" }).map((each) => each.replace(/[\0\uFFFE\uFFFF]/g, ""));
    fc.assert(
      fc.property(text, text, (message, resource) => {
        const xml = s3ErrorXml({ code: "AccessDenied", message, resource, requestId: "1" });
        expect(readS3Error(xml)).toMatchObject({ code: "AccessDenied", message, requestId: "1" });
        expect(readS3Error(xml)?.elements.get("Resource")).toBe(resource);
      }),
    );
  });

  test("never throws", () => {
    const part = fc.constantFrom(
      "<Error>",
      "<Code>",
      "</Code>",
      "A",
      "&#x110000;",
      "&amp;",
      "<a/>",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ unit: "binary" }))), (parts) => {
        expect(typeof readS3Error(`<Error>${parts.join("")}`)?.code).toMatch(/string|undefined/);
      }),
    );
  });
});

test("an error of S3 has its own elements between message and request id", () => {
  const { code, message, elements = {} } = contentSha256Mismatch("a", "b");
  expect(s3ErrorXml({ code, message, elements, requestId: "R", hostId: "H" })).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>XAmzContentSHA256Mismatch</Code><Message>The provided 'x-amz-content-sha256' header does not match what was computed.</Message><ClientComputedContentSHA256>a</ClientComputedContentSHA256><S3ComputedContentSHA256>b</S3ComputedContentSHA256><RequestId>R</RequestId><HostId>H</HostId></Error>`,
  );
});

test("an error of IAM says whose fault it is", () => {
  const error = {
    service: "iam",
    status: 404,
    code: "NoSuchEntity",
    message: "The role with name <x> cannot be found.",
    requestId: "R",
  } as const;
  expect(queryErrorXml(error)).toBe(
    `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The role with name &lt;x&gt; cannot be found.</Message></Error><RequestId>R</RequestId></ErrorResponse>`,
  );
  expect(queryErrorXml({ ...error, service: "sts", status: 500 })).toContain(
    "<Type>Receiver</Type>",
  );
});

describe("a key on the wire", () => {
  test.each(
    loadCorpus<{ readonly key: string }, { readonly path: string; readonly listed: string }>(
      "wire/text",
    ),
  )("%s", (_name, { given, want }) => {
    expect({ path: encodeKeyPath(given.key), listed: urlEncodeKey(given.key) }).toEqual(want);
  });

  test("comes back from paths, listings and XML, whatever it is", () => {
    const keys = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(keys, (key) => {
        expect(percentDecode(encodeKeyPath(key))).toBe(key);
        expect(percentDecode(percentEncode(key))).toBe(key);
        expect(decodeUrlEncodedKey(urlEncodeKey(key))).toBe(key);
        expect(percentEncode(key)).toMatch(/^(?:[\w.~-]|%[0-9A-F]{2})*$/);
      }),
    );
  });

  test("that is not UTF-8 is no key", () => {
    expect([percentDecode("%FF"), decodeUrlEncodedKey("a%"), percentDecode("%zz")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("is encoded with U+FFFD where it has half a character", () => {
    expect(percentEncode("a\uD83D")).toBe("a%EF%BF%BD");
    expect(escapeXml("a\uD83D<\u0001\r")).toBe("a\uFFFD&lt;&#x1;&#xd;");
  });
});

test.each([
  ["a &amp;&lt;&gt;&quot;&apos; b", "a &<>\"' b"],
  ["&#65;&#x41;&#x1F600;", "AA😀"],
  ["&#x110000;&#xD800;&unknown;&;& &constructor;", "&#x110000;&#xD800;&unknown;&;& &constructor;"],
])("`%s` is the XML of `%s`", (xml, text) => {
  expect(decodeXmlText(xml)).toBe(text);
});

test.each([
  ["rols", ["roles", "users"], "roles"],
  ["ROLES", ["roles"], "roles"],
  ["permisionSet", ["permissionSet", "path"], "permissionSet"],
  ["x", ["roles"], undefined],
  ["polices", ["policies", "policy"], "policies"],
])("`%s` was meant to be one of %j: %s", (typed, words, meant) => {
  expect(nearestWord(typed, words)).toBe(meant);
});
