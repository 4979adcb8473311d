import type { Device } from './device.ts'
import { type Held, kindOf } from './held.ts'
import type { Session } from './session.ts'

/** Counts and times of one kind of network since the start. */
export interface SessionTiming {
  readonly label: string
  readonly device: Device
  created: number
  createMs: number
  runs: number
  runMs: number
}

export interface Started {
  readonly session: Session
  readonly timing: SessionTiming
}

/** A network that is held, or is about to be. */
export interface Entry extends Held {
  readonly started: Promise<Started>
  /** Bytes that the budget of all networks counts: memory, and the files that are mapped. */
  bytes: number
  ownBytes: number
  /** Runs in progress. */
  busy: number
  /** Where it runs, once it started. */
  device?: Device
  released?: boolean
}

/** The sessions that are held by key, those used longest ago first. */
export class SessionTable {
  readonly #entries = new Map<string, Entry>()

  get all(): readonly Entry[] {
    return [...this.#entries.values()]
  }

  get = (key: string): Entry | undefined => this.#entries.get(key)

  /** Makes this the session that was used last. */
  use(key: string, entry: Entry): void {
    this.#entries.delete(key)
    this.#entries.set(key, entry)
  }

  /** Takes a session that failed out of the table; its last user releases it. */
  drop(key: string, entry: Entry): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key)
  }

  /** Releases the sessions that `leaves` selects, least recently used first. @returns how many */
  async release(leaves: (entry: Entry) => boolean): Promise<number> {
    const leaving = [...this.#entries].filter(([, entry]) => leaves(entry))
    for (const [key] of leaving) this.#entries.delete(key)
    for (const [, entry] of leaving) await releaseOf(entry)
    return leaving.length
  }

  /** Releases idle sessions of this kind until `bytes` more of their own fit into `most`. */
  releaseOfKind(label: string, most: number, bytes: number): Promise<void> {
    const kind = kindOf(label)
    return this.#releaseDown(most, bytes, each => (kindOf(each.label) === kind ? each.ownBytes : 0))
  }

  /** Releases idle sessions of all kinds until `bytes` more fit into `most`. */
  releaseOfAll = (most: number, bytes: number): Promise<void> => this.#releaseDown(most, bytes, each => each.bytes)

  async #releaseDown(most: number, bytes: number, sizeOf: (entry: Entry) => number): Promise<void> {
    let held = this.all.reduce((sum, entry) => sum + sizeOf(entry), 0)
    await this.release(entry => {
      const leaves = held + bytes > most && isIdle(entry) && sizeOf(entry) > 0
      if (leaves) held -= sizeOf(entry)
      return leaves
    })
  }
}

export async function releaseOf(entry: Entry): Promise<void> {
  if (entry.released) return
  entry.released = true
  // A session that did not start has nothing to release.
  await (await entry.started.catch(() => undefined))?.session.release()
}

export const isIdle = ({ busy }: Entry): boolean => busy === 0
