/** The runtime's end of the connection to an engine process of any kind. */
export interface Channel {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when the process is gone. */
  onExit(listener: (exit: Exit) => void): void
  /** Ends the process at once. */
  kill(): void
}

/** The engine's end of the connection. */
export interface Port {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

/** How an engine process ended. */
export interface Exit {
  readonly code: number | null
  readonly signal: string | null
  /** The last line it wrote to its error output; may be empty. */
  readonly said: string
}

interface Output {
  on(event: 'data', listener: (text: Buffer) => void): unknown
}

/** Follows what a process writes. @returns gives its last line; empty while it has written nothing */
export function lastWords({ stdout, stderr }: { readonly stdout: Output | null; readonly stderr: Output | null }) {
  let said = ''
  for (const stream of [stdout, stderr])
    stream?.on('data', text => {
      said = (said + text.toString()).slice(-2000)
      if (process.env.LEAPGRAPH_DEBUG) process.stderr.write(text)
    })
  return (): string => said.trim().split('\n').at(-1)?.trim() ?? ''
}
