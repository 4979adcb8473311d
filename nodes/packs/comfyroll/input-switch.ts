import { int, optional, type Socket } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { string } from '../../sockets.ts'

interface Switch<T, Output extends string> {
  readonly type: string
  readonly about: string
  readonly port: Socket<T>
  readonly output: Output
  /** The names of its inputs, in order. */
  readonly names: readonly string[]
}

/** A node that passes on the input of a number; what the other inputs need does not run. */
export const inputSwitch = <T, const Output extends string>({ type, about, port, output, names }: Switch<T, Output>) =>
  defineNode({
    type,
    title: `🔀 ${type}`,
    about,
    inputs: {
      Input: int({ default: 1, min: 1, max: names.length, help: 'The number of the input that is passed on.' }),
      ...(Object.fromEntries(names.map(name => [name, optional(port)])) as Record<
        string,
        Socket<T> & { optional: true }
      >),
    },
    outputs: { [output]: port, show_help: string } as Record<Output, Socket<T>> & { show_help: typeof string },
    branch: { by: 'Input', inputs: Object.fromEntries(names.map((name, i) => [String(i + 1), name])) },

    run({ Input, ...given }) {
      const name = names[Number(Input) - 1]!
      const value = (given as Record<string, T | undefined>)[name]
      if (value === undefined) throw new Error(`Connect ${name}, or set Input to the number of a connected input.`)
      return { [output]: value, show_help: `${output} is the input of that number.` } as never
    },
  })
