/** A model file that cannot be used: which file, which key, what to do. */
export class CheckpointError extends Error {
  readonly code:
    | 'not-safetensors'
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
  readonly code = 'session'
}

/** A picture file that cannot be read or written. */
export class ImageError extends Error {
  readonly code = 'image'
}

/** A value outside what the algorithm allows: `width must be a multiple of 8, got 513`. */
export class RangeInputError extends Error {
  readonly code = 'out-of-range'
}
