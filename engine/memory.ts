import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'

/** Bytes that a process may use at most: those of the machine, or of the Linux container (cgroup) it runs in. */
export function memoryLimit(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/**
 * Bytes that this process may still allocate. Systems count cached files as used memory, although they release them on
 * demand. So on macOS at least half of all memory counts as free, and in a Linux container only memory that does not hold
 * files counts against the limit.
 */
export function availableMemory(): number {
  if (process.platform === 'darwin') return Math.max(freemem(), totalmem() / 2)
  const limit = memoryLimit()
  return process.platform === 'linux' && limit < totalmem() ? Math.min(freemem(), limit - anonymousBytes()) : freemem()
}

/** Memory of this process that does not hold files. */
function anonymousBytes(): number {
  const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Number(kilobytes ?? 0) * 1024
}

/** `3.2 GB`, or `40 MB` below a tenth of a gigabyte. */
export const bytesInWords = (bytes: number): string =>
  bytes < 1e8 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`

/** The bytes that a run needs, and those that are free. */
export interface Shortage {
  readonly need: number
  readonly have: number
}

/** The words after `needs`. */
export const shortageInWords = ({ need, have }: Shortage): string =>
  `${bytesInWords(need)} of memory at once, and ${bytesInWords(have)} is free`
