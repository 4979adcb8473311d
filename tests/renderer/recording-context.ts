/** One call on a context, with the paint it was made with. */
export interface Call {
  readonly name: string
  readonly args: readonly unknown[]
  readonly paint: Readonly<Record<string, unknown>>
}

/** The tests are checked without a browser's types; for the code under test this is a CanvasRenderingContext2D. */
export interface RecordingContext {
  readonly canvas: { width: number; height: number }
}

export interface Recording {
  readonly context: RecordingContext
  readonly calls: Call[]
  /** What was written, in order. */
  texts(): string[]
  /** The calls of one method. */
  of(name: string): Call[]
}

const atFirst = { fillStyle: 'black', strokeStyle: 'black', lineWidth: 1, globalAlpha: 1, font: '10px sans-serif' }

/** A 2D context that paints nothing and remembers what it was asked for. Every letter is six pixels wide. */
export function recordingContext(width = 300, height = 150): Recording {
  const calls: Call[] = []
  let paint: Record<string, unknown> = { ...atFirst }
  const stack: Record<string, unknown>[] = []
  const canvas = { width, height }
  const own: Record<string, unknown> = {
    canvas,
    measureText: (text: string) => ({ width: 6 * text.length }),
    save: () => void stack.push({ ...paint }),
    restore: () => {
      paint = stack.pop() ?? { ...atFirst }
    },
  }
  const context = new Proxy({} as RecordingContext, {
    get: (_, key) => {
      const name = String(key)
      if (name in own) return own[name]
      if (name in paint) return paint[name]
      return (...args: unknown[]) => void calls.push({ name, args, paint: { ...paint } })
    },
    set: (_, key, value) => {
      paint[String(key)] = value
      return true
    },
  })
  return {
    context,
    calls,
    texts: () => calls.filter(({ name }) => name === 'fillText').map(({ args }) => String(args[0])),
    of: name => calls.filter(call => call.name === name),
  }
}
