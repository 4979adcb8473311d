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
