import { expect, test } from "vitest";
import { keepCompiled } from "../../src/cli/keep-compiled.ts";

// XDG Base Directory Specification: `$HOME/.cache` where `$XDG_CACHE_HOME` is unset or empty; a relative path is ignored.
test.each([
  [{ HOME: "/home/a" }, ["/home/a/.cache/sluice"]],
  [{ HOME: "/home/a", XDG_CACHE_HOME: "/var/cache/a" }, ["/var/cache/a/sluice"]],
  [{ HOME: "/home/a", XDG_CACHE_HOME: "" }, ["/home/a/.cache/sluice"]],
  [{ HOME: "/home/a", XDG_CACHE_HOME: "cache" }, ["/home/a/.cache/sluice"]],
  [{ HOME: "" }, []],
  [{}, []],
])("with %j what is compiled is kept in %j", (env, want) => {
  const kept: string[] = [];
  keepCompiled(env, { enableCompileCache: (directory) => kept.push(directory) });
  expect(kept).toEqual(want);
});

test("a Node that cannot keep it runs all the same", () => {
  expect(() => {
    keepCompiled({ HOME: "/home/a" }, {});
  }).not.toThrow();
});
