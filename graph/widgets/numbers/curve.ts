import { textOf } from '../python-values.ts'
import type { Help, WidgetBase, WidgetKind } from '../widget-kind.ts'

/** A number that changes during the sampling; the value is the text `0.5@0, 0@0.5`: numbers at shares of the steps. */
export interface CurveWidget extends WidgetBase<'curve', string> {
  readonly default: string
  readonly min: number
  readonly max: number
}

export interface CurvePoint {
  /** 0 is the start of the sampling, 1 its end. */
  readonly share: number
  readonly strength: number
}

type CurveOptions = Pick<CurveWidget, 'default' | 'min' | 'max'> & Help

export const curve = (options: CurveOptions): CurveWidget => ({ kind: 'curve', ...options })

/** The points in their order. Linear in the text. @throws RangeError that says why a text is not a curve */
export function readCurve(text: string, { min, max }: Pick<CurveWidget, 'min' | 'max'>): readonly CurvePoint[] {
  const points: CurvePoint[] = []
  for (const part of text.split(',')) {
    const shown = part.trim().slice(0, 60)
    const [strength, share, ...more] = part
      .split('@')
      .map(number => (number.trim() === '' ? Number.NaN : Number(number)))
    if (
      strength === undefined ||
      share === undefined ||
      more.length > 0 ||
      Number.isNaN(strength) ||
      Number.isNaN(share)
    )
      throw new RangeError(`expected strengths at shares of the steps, as in 0.5@0, 0@0.5, got "${shown}"`)
    if (!(share >= 0 && share <= 1))
      throw new RangeError(`expected shares of the steps from 0 to 1, got ${share} in "${shown}"`)
    if (!(strength >= min && strength <= max))
      throw new RangeError(`expected strengths from ${min} to ${max}, got ${strength} in "${shown}"`)
    if (share < (points.at(-1)?.share ?? 0))
      throw new RangeError(
        `expected the shares of the steps in rising order, got ${share} after ${points.at(-1)!.share}`,
      )
    points.push({ share, strength })
  }
  return points
}

export const writeCurve = (points: readonly CurvePoint[]): string =>
  points.map(({ share, strength }) => `${Number(strength.toFixed(3))}@${Number(share.toFixed(3))}`).join(', ')

export const curveKind: WidgetKind<CurveWidget> = {
  wire: 'STRING',
  initial: widget => widget.default,
  read(widget, value, refuse) {
    const text = textOf(value) ?? refuse({ expected: 'a text' })
    try {
      readCurve(text, widget)
      return text
    } catch (cause) {
      return refuse({ why: cause instanceof Error ? cause.message : String(cause), cause })
    }
  },
  describe: ({ default: value }) => ({ default: value, multiline: false }),
  rows: () => 4,
  series: { given: 'texts', suggest: (_, present) => [present] },
}
