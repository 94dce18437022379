/** True for an image reference with a digest or with a tag that is not `latest`. */
export function isTagged(image: string): boolean {
  return /(:[^/:]+|@sha256:[0-9a-f]{64})$/.test(image) && !image.endsWith(':latest');
}
