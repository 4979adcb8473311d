import { Dict, Known, type Value } from './values.ts'

/** How a reader of one file says what is wrong with it; each makes the error that is thrown. */
export interface Refusals {
  /** `is damaged: …` */
  damaged(why: string): Error
  /** @param name  what the file would have Python call: `os.system` */
  calls(name: string): Error
}

export interface PickleReading extends Refusals {
  /** What a reference to something outside of the pickle stands for. */
  persistent(id: Value): Value
}

/** Real pickles need below 200,000 steps; a step makes at most one value. */
const MAX_STEPS = 3_000_000

/** Bytes ended in the middle of a pickle: there may be more of them. */
export class PickleEnds extends Error {
  override readonly name = 'PickleEnds'
}

/** The state of reading a pickle: its bytes, a stack and a memo. The stack is emptied down to a mark, never below. */
export class PickleMachine {
  readonly reading: PickleReading
  readonly bytes: Buffer
  at: number
  readonly #stack: Value[] = []
  readonly #marks: number[] = []
  readonly #memo: Value[] = []
  #steps = 0
  #work = 0

  constructor(bytes: Buffer, at: number, reading: PickleReading) {
    this.bytes = bytes
    this.at = at
    this.reading = reading
  }

  damaged(why: string): Error {
    return this.reading.damaged(`${why} (byte ${this.at} of its pickle)`)
  }

  /** The next opcode. */
  step(): number {
    if (++this.#steps > MAX_STEPS) throw this.damaged(`its pickle has more than ${MAX_STEPS} steps`)
    return this.bytes[this.skip(1)]!
  }

  /** Moves past the next `count` bytes. @returns where they begin */
  skip(count: number): number {
    const from = this.at
    if (count > this.bytes.length - from) throw new PickleEnds()
    this.at += count
    return from
  }

  take(count: number): Buffer {
    const from = this.skip(count)
    return this.bytes.subarray(from, this.at)
  }

  /** A length of 8 bytes. */
  longLength(): number {
    const length = this.bytes.readBigUInt64LE(this.skip(8))
    if (length > 2n ** 40n) throw this.damaged(`a value of ${length} bytes`)
    return Number(length)
  }

  /** A line of text without its end. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at)
    if (end < 0) throw new PickleEnds()
    const text = this.bytes.toString('latin1', this.at, end)
    this.at = end + 1
    return text
  }

  push(value: Value): void {
    this.#stack.push(value)
  }

  pop(): Value {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw this.damaged('a value is missing')
    return this.#stack.pop()!
  }

  top(): Value {
    const value = this.pop()
    this.push(value)
    return value
  }

  mark(): void {
    this.#marks.push(this.#stack.length)
  }

  /** Removes the values above the last mark, and the mark. */
  popMark(): Value[] {
    const mark = this.#marks.pop()
    if (mark === undefined) throw this.damaged('a mark is missing')
    return this.#stack.splice(mark)
  }

  /** Removes the last value, or a mark without values. */
  discard(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop()
    else this.pop()
  }

  remember(index: number): void {
    if (!Number.isInteger(index) || index < 0 || index > this.bytes.length)
      throw this.damaged(`it remembers a value as number ${index}`)
    this.#memo[index] = this.top()
  }

  memoize(): void {
    this.remember(this.#memo.length)
  }

  recall(index: number): void {
    const value = this.#memo[index]
    if (value === undefined) throw this.damaged(`it recalls value ${index}, which it has not remembered`)
    this.push(value)
  }

  /** What a call describes. Python would call here; this only looks at the table of known names. */
  call(callee: Value, args: Value): void {
    if (!(callee instanceof Known)) throw this.damaged('it calls something that is not a function')
    if (!callee.does.describe) throw this.reading.calls(callee.path)
    if (!Array.isArray(args)) throw this.damaged(`it calls ${callee.path} without a list of arguments`)
    for (const arg of args) this.charge(arg)
    const described = callee.does.describe(args)
    if (described === null) throw this.damaged(`it calls ${callee.path} with arguments that do not fit`)
    this.push(described)
  }

  /** Counts the work that copying a value is, so that one large value cannot be copied again and again. */
  charge(value: Value): void {
    if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) this.#work += value.length
    else if (value instanceof Dict) this.#work += value.entries.length
    if (this.#work > 4 * this.bytes.length + 1000) throw this.damaged('it copies the same values again and again')
  }
}
