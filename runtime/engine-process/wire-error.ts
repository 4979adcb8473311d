import type { WireError } from './messages.ts'

/** An error that happened in the engine process, with the name, code and file it had there. */
class EngineError extends Error {
  override readonly name: string
  readonly code: string | undefined
  readonly file: string | undefined
  constructor(wire: WireError) {
    super(wire.message, wire.cause ? { cause: fromWire(wire.cause) } : {})
    this.name = wire.name
    this.code = wire.code
    this.file = wire.file
    if (wire.stack) this.stack = wire.stack
  }
}

/** An error as data: instances of classes cannot be sent to another process. */
export function toWire(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { code, file } = error as { code?: unknown; file?: unknown }
  return {
    name: error.name,
    message: error.message,
    code: typeof code === 'string' ? code : undefined,
    file: typeof file === 'string' ? file : undefined,
    stack: error.stack,
    cause: error.cause === undefined ? undefined : toWire(error.cause),
  }
}

export const fromWire = (wire: WireError): EngineError => new EngineError(wire)
