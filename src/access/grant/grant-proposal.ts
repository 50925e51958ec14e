import type { Sentence } from "../../aws/index.ts";
import type { KeyState, Layer, StatementEvaluation, StatementRef } from "../../policy/index.ts";
import type { Fact } from "../facts/facts.ts";
import type { Judgement } from "../gaps/judge.ts";
import type { Need } from "../needs/need.ts";

/**
 * How a policy names the caller: `role` by the exact ARN, which dies with the role; `pattern` by account and
 * `aws:PrincipalArn`, which survives a role that is made anew; `account` and `organization` with everybody
 * there whose own policies allow it.
 */
export type PrincipalStyle = "role" | "pattern" | "account" | "organization";

/** A policy document that a grant changes. */
export type GrantedDocument =
  | { readonly kind: "bucketPolicy"; readonly bucket: string }
  /** By the access point's ARN. */
  | { readonly kind: "accessPointPolicy"; readonly accessPoint: string }
  | { readonly kind: "keyPolicy"; readonly key: string }
  /** A grant of KMS, which stands beside the key's policy; it is made and revoked, never edited. */
  | { readonly kind: "keyGrant"; readonly key: string; readonly name: string }
  | { readonly kind: "vpcEndpointPolicy"; readonly endpoint: string; readonly region: string }
  | { readonly kind: "rolePolicy"; readonly name: string; readonly policyName: string }
  | { readonly kind: "userPolicy"; readonly name: string; readonly policyName: string }
  /** Whom a role lets in, by the role's ARN; where there is none, there is no such role, and it is made with it. */
  | { readonly kind: "trustPolicy"; readonly role: string }
  /** IAM refuses writes to `AWSReservedSSO_…` roles: the permission set is edited instead. */
  | { readonly kind: "permissionSet"; readonly name: string; readonly policyName: string };

/** One statement that a grant adds. */
interface GrantedStatement {
  readonly sid: string;
  /** The statement alone, as JSON. */
  readonly text: string;
  /** Whether leaving it out would leave a need denied. */
  readonly necessary: boolean;
  /** The actions and resources of it that could be left out with every need still met. */
  readonly spare: readonly string[];
}

/** Whom or what a document lets in besides what was asked for. */
export type Opening =
  /** Every session of the role, not this one alone. */
  | { readonly code: "sessions"; readonly role: string }
  | { readonly code: "roles-like"; readonly patterns: readonly string[] }
  /** Everybody there whose own policies allow it. */
  | { readonly code: "account"; readonly account: string }
  | { readonly code: "organization"; readonly organization: string }
  /** S3 Batch Operations, for jobs of everybody there who may create them and pass the role. */
  | { readonly code: "jobs"; readonly account: string }
  /** Its roles in all accounts that it is assigned to. */
  | { readonly code: "permission-set"; readonly name: string }
  /** Objects of any bucket under the key, through S3 alone. */
  | { readonly code: "any-bucket"; readonly service: string }
  /** Requests that the caller itself makes to KMS: a grant knows nothing of the service that asks for somebody. */
  | { readonly code: "direct-use"; readonly key: string }
  /** Names of all keys of a bucket, since an endpoint's policy takes no wildcard after so short a prefix. */
  | { readonly code: "whole-listing"; readonly bucket: string }
  /** `*` and `?` in a name are wildcards in the older version of the document. */
  | { readonly code: "wildcards" };

/** A Deny with an exception for the caller, for its owner to consider. */
export interface DenyException {
  readonly ref: StatementRef;
  /** The statement as it would be, as JSON. */
  readonly text: string;
}

/** One document's change, for the people of one account. */
export interface GrantEdit {
  /** `unknown` when nobody could say who owns the bucket. */
  readonly account: string;
  readonly document: GrantedDocument;
  /** Of a bucket or a key, where anybody told. */
  readonly region?: string;
  /** The text in force, undefined when there is none. When unknown, `after` holds the grant alone. */
  readonly before: Fact<string | undefined>;
  readonly after: string;
  readonly added: readonly GrantedStatement[];
  /** Deleted principals that are taken out; AWS would refuse the policy with them. */
  readonly dropped: readonly string[];
  readonly opens: readonly Opening[];
}

/** Why some need stays unmet, or some document was left as it is. */
export type GrantRefusal =
  /** A Deny is the owner's intent; no Allow helps, and we do not edit it. */
  | {
      readonly code: "explicit-deny";
      readonly need: Need;
      readonly layer: Layer;
      readonly account: string;
      readonly statements: readonly StatementEvaluation[];
      /** What the request lacks, where that is all that these ask for; `acl` where it brings one that is not taken. */
      readonly metBy?: "tls" | "header" | "acl";
      /** With these, as the facts say, nothing denies it any more; empty where no such thing is known. */
      readonly exceptions: readonly DenyException[];
    }
  /** A layer that only limits does not allow it; what we may write cannot open it. */
  | {
      readonly code: "limit-silent";
      readonly need: Need;
      readonly layer: Layer;
      readonly account: string;
    }
  /** A key that no policy can open: it is not there or cannot be used, or its policy is AWS's own. */
  | {
      readonly code: "key-unusable";
      readonly need: Need;
      /** Of those who must act: the key's owner, or whoever chose that key. */
      readonly account: string;
      /** ARN of the key, or of an alias that leads to none. */
      readonly key: string;
      /** Whether the request names it, and not the bucket's default. */
      readonly isNamed: boolean;
      readonly state: Exclude<KeyState, "enabled"> | "awsManaged";
    }
  /** AWS refuses every put of a policy that names a deleted user or role, whoever wrote it. */
  | {
      readonly code: "orphan-principals";
      readonly account: string;
      readonly document: GrantedDocument;
      readonly principals: readonly string[];
    }
  | {
      readonly code: "policy-too-large";
      readonly account: string;
      readonly document: GrantedDocument;
      readonly bytes: number;
      readonly limit: number;
    }
  /** S3 would refuse the merged policy, for something that stood there before. */
  | {
      readonly code: "policy-refused";
      readonly account: string;
      readonly document: GrantedDocument;
      readonly message: string;
    }
  /** S3 would refuse the merged policy, since statements that stood there before make it public. */
  | {
      readonly code: "policy-public";
      readonly account: string;
      readonly document: GrantedDocument;
      /** By Sid, else how they begin. */
      readonly statements: readonly string[];
    }
  /** An access point that nobody told of: the policies to change are not known, not even their names. */
  | {
      readonly code: "access-point-unknown";
      readonly account: string;
      /** By ARN or alias, as the run names it. */
      readonly accessPoint: string;
      readonly why: Sentence;
    }
  /** A federated session has no policies but those of the user who opened it, whom nobody told. */
  | { readonly code: "federated-caller"; readonly need: Need; readonly account: string }
  /** There is nobody to name. */
  | { readonly code: "anonymous-caller"; readonly need: Need };

/** What becomes of one need once every edit is applied. */
export interface GrantProof extends Judgement {
  /** `unproved` when a document that bears on it could not be read. */
  readonly outcome: "allowed" | "denied" | "unproved";
}

/** The smallest change that lets a run through, by owner, with its proof. */
export interface GrantProposal {
  /** As asked, but a role whose path nobody could read is named by `pattern`, and an organization that nobody knows by `account`. */
  readonly principalStyle: PrincipalStyle;
  readonly edits: readonly GrantEdit[];
  readonly refusals: readonly GrantRefusal[];
  readonly proof: readonly GrantProof[];
}
