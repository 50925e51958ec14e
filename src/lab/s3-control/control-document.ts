const NAMESPACE = "http://awss3control.amazonaws.com/doc/2018-08-20/";

/** A whole answer of S3 Control. */
export function controlDocument(root: string, inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${inner}</${root}>`;
}
