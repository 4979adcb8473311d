/** Bytes of UTF-8 in a name. File systems allow 255; the rest is for a number and the ending of a temporary file. */
const longest = 200

/** What no name may contain on Windows, and control characters, among them those that reverse the direction of text. */
const forbidden = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]/gu

/** Names of devices on Windows, with any ending (learn.microsoft.com/windows/win32/fileio/naming-a-file). */
const device = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)/i

/**
 * Makes a text the name of a file or folder that every system accepts: pictures, uploads and workflows get their names here.
 * Forbidden characters become `-`, dots and spaces at the ends are removed, the names of devices get a `_`, and a long name is
 * cut.
 *
 * @param ending     with its dot; it is kept when the name is cut
 * @param otherwise  the name where nothing is left
 */
export function fileName(text: string, { ending = '', otherwise }: { ending?: string; otherwise: string }): string {
  const plain = trimmed(text.toWellFormed().replaceAll(forbidden, '-'))
  const end = cut(
    ending
      .toWellFormed()
      .replaceAll(forbidden, '-')
      .replace(/[. ]+$/, ''),
    20,
  )
  const stem = trimmed(cut(plain || otherwise, longest - Buffer.byteLength(end)))
  return (device.test(stem + end) ? '_' : '') + stem + end
}

/** A leading dot hides a file; Windows drops dots and spaces at the end. */
const trimmed = (name: string): string => name.replace(/^[.\s]+/, '').replace(/(?<![.\s])[.\s]+$/, '')

/** The beginning of a text: as many whole characters as have at most `bytes` in UTF-8. */
function cut(text: string, bytes: number): string {
  let end = 0
  for (const { index, segment } of new Intl.Segmenter().segment(text.slice(0, bytes))) {
    if (Buffer.byteLength(text.slice(0, index + segment.length)) > bytes) break
    end = index + segment.length
  }
  return text.slice(0, end)
}
