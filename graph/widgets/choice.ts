import { textOf } from './python-values.ts'
import type { Help, WidgetBase, WidgetKind } from './widget-kind.ts'

/** `T` is what a node receives: the option itself, or with the inputs that come with it. */
export interface ChoiceWidget<V extends string, T = V> extends WidgetBase<'choice', T> {
  readonly default: V
  readonly options: readonly V[]
  /** The further inputs that a node has with each option, by their short names: cases.ts. */
  readonly cases?: Readonly<Record<V, Readonly<Record<string, unknown>>>>
}

export const choice = <const V extends string>(
  options: readonly [V, ...V[]],
  more: { readonly default?: NoInfer<V> } & Help = {},
): ChoiceWidget<V> => ({ kind: 'choice', options, default: options[0], ...more })

export const choiceKind: WidgetKind<ChoiceWidget<string>> = {
  wire: 'COMBO',
  initial: widget => widget.default,
  read({ options }, value, refuse) {
    const found = options.find(option => option === textOf(value))
    if (found !== undefined) return found
    const allowed = options.length > 20 ? `one of ${options.length} choices` : options.join(', ')
    return refuse({ code: 'not-in-list', expected: allowed, allowed })
  },
  describe: widget => ({ default: widget.default }),
  choices: ({ options }) => options,
  series: {
    given: 'ticks',
    all: ({ options }) => options,
    suggest: ({ options }, present) => firstThree(present, options),
  },
}

/** What is chosen, and the next in the list. */
export const firstThree = (present: unknown, names: readonly string[]): readonly string[] =>
  [String(present), ...names.filter(each => each !== present)].slice(0, 3)
