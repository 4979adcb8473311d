import { knownName } from './known-names.ts'
import type { PickleMachine } from './machine.ts'
import { Dict, type Known, Omitted, ScriptObject, TensorView, type Value } from './values.ts'

/** What an opcode does to the state; STOP is missing, since it ends the reading. */
export type Opcode = (machine: PickleMachine) => void

/** A value as `length` bytes after a length of `width` bytes. */
const sized = (width: 1 | 4 | 8, make: (bytes: Buffer) => Value): Opcode => {
  return m => {
    const length = width === 8 ? m.longLength() : m.bytes.readUIntLE(m.skip(width), width)
    m.push(make(m.take(length)))
  }
}

const utf8 = (bytes: Buffer): string => bytes.toString('utf8')
const latin1 = (bytes: Buffer): string => bytes.toString('latin1')

/** Two's complement, little-endian, of any length up to 255 bytes. */
const sizedInteger = (width: 1 | 4): Opcode => {
  return m => {
    const length = m.bytes.readUIntLE(m.skip(width), width)
    if (length > 255) throw m.damaged(`a number of ${length} bytes`)
    const digits = Buffer.from(m.take(length)).reverse().toString('hex')
    m.push(plainInteger(BigInt.asIntN(length * 8, BigInt(`0x${digits || '0'}`))))
  }
}

const plainInteger = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value)

/** Whole numbers in text: `5`, `5L`; `00` and `01` are False and True. */
function textInteger(m: PickleMachine): void {
  const text = m.line()
  if (text === '00' || text === '01') {
    m.push(text === '01')
    return
  }
  if (!/^[+-]?\d{1,600}L?$/.test(text)) throw m.damaged(`"${text.slice(0, 40)}" is not a whole number`)
  m.push(plainInteger(BigInt(text.replace(/^\+|L$/g, ''))))
}

function textFloat(m: PickleMachine): void {
  const text = m.line()
  if (text.length > 400) throw m.damaged(`a number of ${text.length} characters`)
  m.push(Number(text.replace(/^([+-]?)inf$/i, '$1Infinity')))
}

/** The text of a string in quotes, as Python 2's repr() writes it. */
function quoted(m: PickleMachine): void {
  const text = m.line().trim()
  if (text.length < 2 || text[0] !== text.at(-1)) throw m.damaged('a text without its quotes')
  m.push(
    text.slice(1, -1).replace(/\\(?:x([0-9a-f]{2})|(.))/gi, (_, hex, letter) => {
      if (hex) return String.fromCharCode(Number.parseInt(hex, 16))
      return { n: '\n', r: '\r', t: '\t' }[letter as string] ?? letter
    }),
  )
}

/** A line of Latin-1 with other characters as `\u732b` or `\U0001f408`. */
function escapedText(m: PickleMachine): void {
  m.push(
    m.line().replace(/\\u([0-9a-fA-F]{4})|\\U000([0-9a-fA-F]{5})/g, (_, short, long) => {
      return String.fromCodePoint(Number.parseInt(short ?? long, 16))
    }),
  )
}

const constant = (make: () => Value): Opcode => {
  return m => m.push(make())
}

function tuple(count: number): Opcode {
  return m => {
    const items = Array.from({ length: count }, () => m.pop())
    m.push(items.reverse())
  }
}

/** A name, by module and name; anything but the few known ones ends the reading. */
function named(m: PickleMachine, module: Value, name: Value): Known {
  if (typeof module !== 'string' || typeof name !== 'string')
    throw m.damaged('it names something by what is not a text')
  const known = knownName(module, name)
  if (!known) throw m.reading.calls(`${module}.${name}`)
  return known
}

const global = (m: PickleMachine): Known => named(m, m.line(), m.line())

function stackGlobal(m: PickleMachine): void {
  const name = m.pop()
  m.push(named(m, m.pop(), name))
}

function extension(m: PickleMachine): never {
  throw m.damaged('it names a function by a number of a registry that only its author has (an extension code)')
}

function outOfBand(m: PickleMachine): never {
  throw m.damaged('it refers to buffers that are not in the file')
}

function append(m: PickleMachine, items: readonly Value[]): void {
  const list = m.top()
  if (!Array.isArray(list)) throw m.damaged('it appends to what is not a list')
  for (const item of items) list.push(item)
}

function setItems(m: PickleMachine, items: readonly Value[]): void {
  const target = m.top()
  if (target instanceof Omitted) return
  if (!(target instanceof Dict)) throw m.damaged('it stores an item in what is not a dict')
  if (items.length % 2 > 0) throw m.damaged('a key without a value')
  for (let i = 0; i < items.length; i += 2) target.entries.push([items[i]!, items[i + 1]!])
}

/** The items of a dict that are on the stack above the mark. */
function dictOfMark(m: PickleMachine): void {
  const items = m.popMark()
  m.push(new Dict())
  setItems(m, items)
}

/**
 * Sets an object's attributes. They matter for the objects of a TorchScript program, and for a ParameterDict, which holds its
 * tensors in one of them; those of a dict, a tensor or an object that is of no use are left out.
 */
function build(m: PickleMachine): void {
  const state = m.pop()
  const target = m.top()
  if (target instanceof Omitted || target instanceof TensorView) return
  if (!(target instanceof Dict)) throw m.damaged('it sets the attributes of what has none')
  if (!(state instanceof Dict)) return
  m.charge(state)
  if (target instanceof ScriptObject) return void target.entries.push(...state.entries)
  const parameters = state.get('_parameters')
  if (!(parameters instanceof Dict)) return
  m.charge(parameters)
  for (const entry of parameters.entries) target.entries.push(entry)
}

function newObject(m: PickleMachine): void {
  const args = m.pop()
  m.call(m.pop(), args)
}

function newObjectWithNames(m: PickleMachine): void {
  const named = m.pop()
  if (!(named instanceof Dict) || named.entries.length > 0) throw m.damaged('a call with named arguments')
  newObject(m)
}

/** Protocol 0 and 1: the class is the first value above the mark, or a name in the text. */
function oldObject(m: PickleMachine): void {
  const [callee = null, ...args] = m.popMark()
  m.call(callee, args)
}

function oldInstance(m: PickleMachine): void {
  const callee = global(m)
  m.call(callee, m.popMark())
}

const byLetter: Readonly<Record<string, Opcode>> = {
  '(': m => m.mark(),
  '0': m => m.discard(),
  '1': m => void m.popMark(),
  '2': m => m.push(m.top()),
  F: textFloat,
  I: textInteger,
  J: m => m.push(m.bytes.readInt32LE(m.skip(4))),
  K: m => m.push(m.bytes[m.skip(1)]!),
  L: textInteger,
  M: m => m.push(m.bytes.readUInt16LE(m.skip(2))),
  N: constant(() => null),
  P: m => m.push(m.reading.persistent(m.line())),
  Q: m => m.push(m.reading.persistent(m.pop())),
  R: newObject,
  S: quoted,
  T: sized(4, latin1),
  U: sized(1, latin1),
  V: escapedText,
  X: sized(4, utf8),
  a: m => {
    const item = m.pop()
    append(m, [item])
  },
  b: build,
  c: m => m.push(global(m)),
  d: dictOfMark,
  '}': constant(() => new Dict()),
  e: m => append(m, m.popMark()),
  g: m => m.recall(Number(m.line())),
  h: m => m.recall(m.bytes[m.skip(1)]!),
  i: oldInstance,
  j: m => m.recall(m.bytes.readUInt32LE(m.skip(4))),
  l: m => m.push(m.popMark()),
  ']': constant(() => []),
  o: oldObject,
  p: m => m.remember(Number(m.line())),
  q: m => m.remember(m.bytes[m.skip(1)]!),
  r: m => m.remember(m.bytes.readUInt32LE(m.skip(4))),
  s: m => {
    const value = m.pop()
    const key = m.pop()
    setItems(m, [key, value])
  },
  t: m => m.push(m.popMark()),
  ')': constant(() => []),
  u: m => setItems(m, m.popMark()),
  G: m => m.push(m.bytes.readDoubleBE(m.skip(8))),
  B: sized(4, bytes => bytes),
  C: sized(1, bytes => bytes),
}

const byCode: readonly (readonly [code: number, Opcode])[] = [
  [0x80, m => void m.skip(1)],
  [0x81, newObject],
  [0x82, extension],
  [0x83, extension],
  [0x84, extension],
  [0x85, tuple(1)],
  [0x86, tuple(2)],
  [0x87, tuple(3)],
  [0x88, constant(() => true)],
  [0x89, constant(() => false)],
  [0x8a, sizedInteger(1)],
  [0x8b, sizedInteger(4)],
  [0x8c, sized(1, utf8)],
  [0x8d, sized(8, utf8)],
  [0x8e, sized(8, bytes => bytes)],
  [0x8f, constant(() => [])],
  [0x90, m => append(m, m.popMark())],
  [0x91, m => m.push(m.popMark())],
  [0x92, newObjectWithNames],
  [0x93, stackGlobal],
  [0x94, m => m.memoize()],
  [0x95, m => void m.skip(8)],
  [0x96, sized(8, bytes => bytes)],
  [0x97, outOfBand],
  [0x98, outOfBand],
]

/** The opcodes of pickle protocols 0 to 5 by their byte (CPython's Lib/pickletools.py describes each). */
export const opcodes: ReadonlyMap<number, Opcode> = new Map([
  ...Object.entries(byLetter).map(([letter, opcode]) => [letter.charCodeAt(0), opcode] as const),
  ...byCode,
])
