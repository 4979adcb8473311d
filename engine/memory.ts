import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'

/**
 * Bytes that this process may still take. Systems count the files they keep in memory as taken, though they give them up
 * when asked: macOS for all memory, where it is half of it, at least; Linux for a container's limit, of which only what is no
 * file is counted here.
 */
export function availableMemory(): number {
  if (process.platform === 'darwin') return Math.max(freemem(), totalmem() / 2)
  const limit = process.constrainedMemory()
  if (process.platform !== 'linux' || limit === 0 || limit >= totalmem()) return freemem()
  return Math.min(freemem(), limit - anonymousBytes())
}

/** What this process has in memory that is of no file. */
function anonymousBytes(): number {
  const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Number(kilobytes ?? 0) * 1024
}

/** `3.2 GB`, or `40 MB` below a tenth of one. */
const bytesInWords = (bytes: number): string =>
  bytes < 1e8 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`

/** Bytes that a run would take, and those there are. */
export interface Shortage {
  readonly need: number
  readonly have: number
}

/** `needs …` */
export const shortageInWords = ({ need, have }: Shortage): string =>
  `${bytesInWords(need)} of memory at once, and ${bytesInWords(have)} is free`
