/** SIGINT (Ctrl-C) and SIGTERM: the first cancels the run, the second ends the program. */
export interface Interruption {
  readonly signal: AbortSignal
  /** The exit code that a shell expects of a program that a signal has ended. */
  readonly exitCode: number
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const

export function listenForInterruption(): Interruption {
  const abort = new AbortController()
  let exitCode = 0
  for (const [name, code] of Object.entries(exitCodes))
    process.on(name, () => {
      if (abort.signal.aborted) process.exit(code)
      exitCode = code
      abort.abort()
    })
  return {
    signal: abort.signal,
    get exitCode() {
      return exitCode
    },
  }
}
