import { totalmem } from 'node:os'

/**
 * Bytes that this process may still take. macOS counts its file cache, which it gives up when asked, as taken: there it
 * is half of all memory, at least.
 */
export function availableMemory(): number {
  const free = process.availableMemory()
  return process.platform === 'darwin' ? Math.max(free, totalmem() / 2) : free
}

/** `3.2 GB`, or `40 MB` below a tenth of one. */
export const bytesInWords = (bytes: number): string =>
  bytes < 1e8 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
