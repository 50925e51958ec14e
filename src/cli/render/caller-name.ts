import { sameInBoth, type Sentence } from "../../aws/index.ts";
import type { Perspective } from "../../app/index.ts";

/** The caller as people call it: role with session, user, root. */
export function callerName({ facts: { caller } }: Perspective): Sentence {
  switch (caller.kind) {
    case "root":
      return { en: "root", ja: "root ユーザー" };
    case "user":
      return ofKind({ en: "user", ja: "ユーザー" }, caller.arn.replace(/^.*?:user\//, ""));
    case "roleSession":
      return sessionName(caller.arn);
    case "federatedUser":
      return ofKind(
        { en: "federated user", ja: "フェデレーションユーザー" },
        caller.arn.replace(/^.*?:federated-user\//, ""),
      );
    case "service":
      return sameInBoth(caller.name);
    case "webIdentity":
    case "saml":
      return sameInBoth(caller.provider);
    case "originAccessIdentity":
      return sameInBoth(caller.arn.replace(/^.*?:user\//, ""));
    case "anonymous":
      return { en: "anonymous", ja: "匿名" };
  }
}

function sessionName(arn: string): Sentence {
  const [role = "", session = ""] = arn.replace(/^.*:assumed-role\//, "").split("/");
  return { en: `role ${role} (session ${session})`, ja: `ロール ${role} (セッション ${session})` };
}

function ofKind({ en, ja }: Sentence, name: string): Sentence {
  return { en: `${en} ${name}`, ja: `${ja} ${name}` };
}

export function accountOf({ facts: { caller } }: Perspective): string | undefined {
  return "account" in caller ? caller.account : undefined;
}
