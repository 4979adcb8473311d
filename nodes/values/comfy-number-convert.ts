import { parseDecimal } from '../../engine/text/decimal.ts'
import { socket } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { number, whole } from '../sockets.ts'

export default defineNode({
  type: 'ComfyNumberConvert',
  title: 'Number Convert',
  about: 'Converts a number, a text or true and false into a number and a whole number, which is cut off.',
  inputs: {
    value: socket<number | bigint | string | boolean>(
      'INT,FLOAT,STRING,BOOLEAN',
      'A number, a text that is one, or true and false.',
    ),
  },
  outputs: { FLOAT: number, INT: whole },

  run({ value }) {
    if (typeof value === 'bigint') return { FLOAT: Number(value), INT: value }
    const float = typeof value === 'string' ? (parseDecimal(value) ?? Number.NaN) : Number(value)
    if (!Number.isFinite(float))
      throw new Error(`${JSON.stringify(value)} is not a number: connect a finite number, or a text that is one.`)
    const isWhole = typeof value === 'string' && /^\s*[+-]?\d+(_\d+)*\s*$/.test(value)
    return { FLOAT: float, INT: isWhole ? BigInt(value.replaceAll(/[\s_+]/g, '')) : BigInt(Math.trunc(float)) }
  },
})
