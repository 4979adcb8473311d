import { SessionError } from '../errors.ts'

/** The runs of one session: those that are asked for at the same time wait for one another, and the release for the last. */
export class Turns {
  readonly #library: string
  #last: Promise<unknown> = Promise.resolve()
  #isReleased = false

  /** @param library  what its error begins with */
  constructor(library: string) {
    this.#library = library
  }

  /** @throws SessionError when the session was released */
  async take<T>(run: () => Promise<T>): Promise<T> {
    if (this.#isReleased) throw new SessionError(`${this.#library}: the session was released`)
    const turn = this.#last.then(run)
    this.#last = turn.catch(() => {})
    return turn
  }

  /** Calls `release` after the last run, once. */
  async end(release: () => void | Promise<void>): Promise<void> {
    if (this.#isReleased) return
    this.#isReleased = true
    await this.#last
    await release()
  }
}
