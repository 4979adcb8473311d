import type { Json } from '../json.ts'
import type { FloatWidget, IntWidget, SeedWidget, Widget } from '../node.ts'

/** The widgets that people compare first, and the values that tell the most. */
const telling: readonly (readonly [name: RegExp, values: readonly number[]])[] = [
  [/steps$/, [1, 2, 4, 8]],
  [/eta$/, [0, 0.3, 0.6, 1]],
  [/strength/, [0.5, 0.75, 1]],
  [/^cfg/, [1, 1.5, 2, 4]],
  [/denoise/, [0.4, 0.6, 0.8, 1]],
]

/** How willingly a widget is compared: 0 the most, then in the order of the table, lists, and all the rest. */
export function interestIn(name: string, port: Widget): number {
  const known = telling.findIndex(([pattern]) => pattern.test(name))
  if (known >= 0) return known
  return { choice: 10, file: 11, seed: 12, float: 20, int: 21, text: 22, toggle: 23, drawing: 24 }[port.kind]
}

/**
 * Values to begin a comparison with; the present one is among them where the widget's kind allows.
 *
 * @param names  what there is to choose from, of a choice or a folder
 */
export function suggestValues(name: string, port: Widget, present: Json, names: readonly string[]): readonly string[] {
  switch (port.kind) {
    case 'int':
    case 'float':
      return numbers(name, port, Number(present)).map(String)
    case 'seed':
      return seeds(port, typeof present === 'bigint' ? present : BigInt(Math.trunc(Number(present) || 0))).map(String)
    case 'toggle':
      return ['true', 'false']
    case 'choice':
    case 'file':
      return [String(present), ...names.filter(each => each !== present)].slice(0, 3)
    case 'text':
    case 'drawing':
      return [String(present)]
  }
}

function numbers(name: string, port: IntWidget | FloatWidget, present: number): readonly number[] {
  const known = telling.find(([pattern]) => pattern.test(name))?.[1]
  const wanted = known ?? [present / 2, present, present * 2]
  const onStep = (x: number) => Math.round(Math.round(x / port.step) * port.step * 1000) / 1000
  const inside = wanted.map(value => Math.min(port.max, Math.max(port.min, known ? value : onStep(value))))
  const distinct = [...new Set(inside)]
  return distinct.length > 1 ? distinct : [...new Set([present, onStep(present + port.step)])]
}

const seeds = ({ max }: SeedWidget, first: bigint): readonly bigint[] =>
  [0n, 1n, 2n, 3n].map(i => first + i).filter(each => each <= max)
