import type { Json } from '../json.ts'
import type { Widget } from '../node.ts'
import { kindOf, widgetKinds } from '../widgets/widget-kinds.ts'

/** The widgets that people compare first, with values that show the most. */
const telling: readonly (readonly [name: RegExp, values: readonly number[]])[] = [
  [/steps$/, [1, 2, 4, 8]],
  [/eta$/, [0, 0.3, 0.6, 1]],
  [/strength/, [0.5, 0.75, 1]],
  [/^cfg/, [1, 1.5, 2, 4]],
  [/denoise/, [0.4, 0.6, 0.8, 1]],
]

const known = (name: string): number => telling.findIndex(([pattern]) => pattern.test(name))

/** Which widget to compare first: 0 the most, in the order of the table, then in the order of their kinds. */
export const interestIn = (name: string, port: Widget): number =>
  known(name) >= 0 ? known(name) : telling.length + Object.keys(widgetKinds).indexOf(port.kind)

/**
 * Values to begin a comparison with, as texts; the present one is among them where the widget's kind allows it.
 *
 * @param names  the files of its folder
 */
export const suggestValues = (name: string, port: Widget, present: Json, names: readonly string[]): readonly string[] =>
  kindOf(port).series?.suggest(port, present, names, telling[known(name)]?.[1]).map(String) ?? []
