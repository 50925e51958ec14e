/** How AWS answers a policy that it does not take. */
export interface SaveRefusal {
  readonly code: string;
  readonly status: 400 | 409;
  readonly message: string;
  /** Organizations' `Reason`. */
  readonly reason?: string;
}

/** IAM's and STS's answer to what is no policy. */
export function malformedDocument(message: string): SaveRefusal {
  return { code: "MalformedPolicyDocument", status: 400, message };
}

/** IAM's answer to too much of something. */
export function limitExceeded(message: string): SaveRefusal {
  return { code: "LimitExceeded", status: 409, message };
}
