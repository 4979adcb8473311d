import { PickleMachine, type PickleReading } from './machine.ts'
import { opcodes } from './opcodes.ts'
import type { Value } from './values.ts'

const STOP = '.'.charCodeAt(0)

/**
 * Reads one pickle as data (CPython's Lib/pickletools.py). Python runs a pickle as a program for a small stack machine,
 * which may import any module and call any function of it. Here the same program only describes what it would build: a
 * name is compared with a table, a call becomes a tensor's shape or plain data, and any name that is not in the table ends
 * the reading. Linear in the bytes.
 *
 * @param from  where the pickle begins
 * @returns     the value, and where the next byte is
 * @throws      what `reading` makes of a fault; PickleEnds when the bytes end before the pickle does
 */
export function readPickle(bytes: Buffer, from: number, reading: PickleReading): { value: Value; end: number } {
  const machine = new PickleMachine(bytes, from, reading)
  for (let code = machine.step(); code !== STOP; code = machine.step()) {
    const opcode = opcodes.get(code)
    if (!opcode) throw machine.damaged(`0x${code.toString(16)} is not a step of a pickle`)
    opcode(machine)
  }
  return { value: machine.pop(), end: machine.at }
}
