import { rm } from 'node:fs/promises'
import type { RunEvent } from '../../contract/run-event.ts'

/** Drafts whose pictures a window may still be about to load. */
const recent = 2

/**
 * Deletes the pictures of drafts, of which live mode makes several a second, once later ones have taken their place.
 * A picture that another run shows as well is kept: the history names it.
 */
export function createPassingPictures() {
  let passing: (readonly string[])[] = []
  return {
    /** Follows one run; `end` when it has ended. */
    follow(isDraft: boolean) {
      const made = new Set<string>()
      const [shown, started]: [string[], Set<string>] = [[], new Set()]
      return {
        on(event: RunEvent): void {
          if (event.kind === 'node-start') started.add(event.node)
          if (event.kind !== 'image') return
          shown.push(event.image.path)
          if (started.has(event.node) && event.image.type === 'temp') made.add(event.image.path)
        },
        async end(): Promise<void> {
          if (isDraft) passing = [...passing, [...made]]
          else passing = passing.map(paths => paths.filter(path => !shown.includes(path)))
          const gone = passing.slice(0, -recent).flat()
          passing = passing.slice(-recent)
          await Promise.all(gone.map(path => rm(path, { force: true }).catch(() => {})))
        },
      }
    },
  }
}
