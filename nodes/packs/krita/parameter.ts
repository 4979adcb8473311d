import { choice, float, optional, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { anything } from '../../sockets.ts'

const limit = Number.MAX_VALUE
const bound = (value: number, help: string) => optional(float({ default: value, min: -limit, max: limit, help }))

export default defineNode({
  type: 'ETN_Parameter',
  title: 'Parameter',
  about: 'A value that Krita replaces with what its user entered; alone it gives its default (External Tooling).',
  inputs: {
    name: text({ default: 'Parameter', help: 'What Krita calls it.' }),
    type: choice(
      ['auto', 'number', 'number (integer)', 'toggle', 'choice', 'text', 'prompt (positive)', 'prompt (negative)'],
      { help: 'How Krita shows it; for numbers also how the default is read.' },
    ),
    default: text({ help: 'The value, as text.' }),
    min: bound(-1e10, 'The smallest number that Krita offers.'),
    max: bound(1e10, 'The greatest number that Krita offers.'),
  },
  outputs: { value: anything },

  run({ type, default: value }) {
    if (!type.startsWith('number')) return { value }
    const number = Number(value)
    if (value.trim() === '' || !Number.isFinite(number))
      throw new Error(`The default '${value}' is not a number, and the type is ${type}.`)
    return { value: type === 'number' ? number : Math.trunc(number) }
  },
})
