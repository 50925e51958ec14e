/**
 * Whether a service is known to heed the conditions that keep a probe from writing: AWS, and a lab on this machine. Of
 * another store nobody knows, and one that ignores them would write.
 */
export function heedsConditions(endpoint: string | undefined): boolean {
  if (endpoint === undefined) return true;
  const { hostname } = new URL(endpoint);
  const isLocal = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|.*\.localhost)$/.test(hostname);
  return isLocal || /\.(?:amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/.test(hostname);
}
