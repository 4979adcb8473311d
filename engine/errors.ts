/** A model file that cannot be used: which file, which key, what to do. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError'
  readonly code:
    | 'not-safetensors'
    | 'not-pytorch'
    | 'pickle'
    | 'unreadable'
    | 'unknown-family'
    | 'missing-part'
    | 'missing-tensor'
    | 'wrong-family'
  readonly file: string
  constructor(code: CheckpointError['code'], file: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.file = file
  }
}

/** ONNX Runtime refused to make or run a session. */
export class SessionError extends Error {
  override readonly name: string = 'SessionError'
  readonly code: 'session' | 'memory' = 'session'
}

/** A network needs more memory than there is. */
export class MemoryError extends SessionError {
  override readonly name = 'MemoryError'
  override readonly code = 'memory'
}

/** A network gave NaN or infinity: which one, of which file, and what to use instead. */
export class NotFiniteError extends Error {
  override readonly name = 'NotFiniteError'
  readonly code = 'not-finite'
}

/** A picture file that cannot be read or written. */
export class ImageError extends Error {
  override readonly name = 'ImageError'
  readonly code = 'image'
}

/** A value outside what the algorithm allows: `Noise level 2 of 5 is NaN, expected a number from 0 up`. */
export class RangeInputError extends Error {
  override readonly name = 'RangeInputError'
  readonly code = 'out-of-range'
}
