/** Finds a widget's value by node and widget name; undefined when there is none. */
export type FindWidget = (node: string, widget: string) => string | undefined

/**
 * Fills `%date:yyyy-MM-dd%` and `%KSampler.seed%` in a text such as a file name prefix. What it does not know
 * (`%width%`, for the node that saves) stays. Linear in the text and the values that come into it.
 */
export const fillPlaceholders = (text: string, now: Date, find: FindWidget): string =>
  text.replace(/%([^%]+)%/g, (whole, inside: string) => {
    if (inside.startsWith('date:')) return formatDate(inside.slice('date:'.length), now)
    const [node, widget, ...more] = inside.split('.')
    const value = widget === undefined || more.length > 0 ? undefined : find(node!, widget)
    return value === undefined ? whole : inFileName(value)
  })

/** Letters: d, M, h, m, s (one, or two for a leading zero), yy, yyyy; local time. */
function formatDate(format: string, now: Date): string {
  const parts: Readonly<Record<string, number>> = {
    d: now.getDate(),
    M: now.getMonth() + 1,
    h: now.getHours(),
    m: now.getMinutes(),
    s: now.getSeconds(),
  }
  return format.replace(/yyyy|yy|([dMhms])\1?/g, token => {
    const year = String(now.getFullYear())
    if (token.startsWith('y')) return token === 'yy' ? year.slice(-2) : year
    return String(parts[token[0]!]).padStart(token.length, '0')
  })
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what file names must not hold.
const inFileName = (value: string) => value.replace(/[/?<>\\:*|"\x00-\x1f\x7f]/g, '_')
