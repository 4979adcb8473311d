/** The runtime's end of the connection to an engine process of any kind. */
export interface Channel {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Every line that it writes to its outputs. Absent where it is not a process. */
  onOutput?(listener: (line: string) => void): void
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

/** So many characters of a line are kept. */
const LONGEST = 8000

/** Follows what a process writes. */
export function followOutput({ stdout, stderr }: { readonly stdout: Output | null; readonly stderr: Output | null }) {
  let last = ''
  let listener: (line: string) => void = () => {}
  for (const stream of [stdout, stderr]) {
    let begun = ''
    stream?.on('data', text => {
      if (process.env.LEAPGRAPH_DEBUG) process.stderr.write(text)
      const lines = (begun + text.toString()).split(/\r?\n/)
      begun = lines.at(-1)!.slice(0, LONGEST)
      for (const line of lines.slice(0, -1)) if (line.trim() !== '') listener(line)
      if (stream === stderr) last = lines.findLast(line => line.trim() !== '')?.trim() ?? last
    })
  }
  return {
    /** Its last line on the error output; empty while it has written nothing there. */
    last: (): string => last,
    onOutput(next: (line: string) => void): void {
      listener = next
    },
  }
}
