import { setWidget } from '../../../graph/edit/widgets.ts'
import { jsonInteger } from '../../../graph/json.ts'
import type { FloatWidget } from '../../../graph/widgets/float.ts'
import type { IntWidget } from '../../../graph/widgets/int.ts'
import type { SeedWidget } from '../../../graph/widgets/seed.ts'
import { isSlider, type NumberWidget, rounded } from '../../widgets/numbers/number-values.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { WidgetPlace } from '../cards/widget-rows.ts'
import type { Gesture, Holding, Place } from './gesture.ts'

export const isNumber = ({ port, part }: WidgetPlace): boolean =>
  part === 'value' && (port.kind === 'int' || port.kind === 'float' || port.kind === 'seed')

/** Pixels for one step of a number that is no slider. */
const pace = 8

/** Dragging along a number changes it: a slider follows the pointer, another number goes up by steps. */
export function dragNumber({ document, graph }: Holding, from: Place, card: CardNode, place: WidgetPlace): Gesture {
  const { name, rect } = place
  const port = place.port as NumberWidget
  const start = card.values.values[name] ?? port.default
  const merge = `drag ${card.id} ${name} ${performance.now()}`
  const change = (to: Place) => {
    const spec = graph.cards.get(card.id)?.spec
    const travelled = to.screen[0] - from.screen[0]
    const share = (to.graph[0] - card.pos[0]! - rect[0]) / rect[2]
    const value =
      port.kind === 'seed'
        ? seedAfter(port, BigInt(start as number), travelled)
        : numberAfter(port, Number(start), travelled, share)
    if (spec) document.change(`Change ${name}`, setWidget(spec, card.node.id, name, value), { merge })
  }
  return {
    cursor: 'ew-resize',
    move: change,
    end: change,
    cancel() {
      document.undo()
    },
  }
}

function numberAfter(port: IntWidget | FloatWidget, start: number, travelled: number, share: number): number {
  const wanted = isSlider(port)
    ? port.min + Math.min(1, Math.max(0, share)) * (port.max - port.min)
    : start + Math.trunc(travelled / pace) * port.step
  return rounded(port, wanted)
}

function seedAfter({ min, max }: SeedWidget, start: bigint, travelled: number): number | bigint {
  const wanted = start + BigInt(Math.trunc(travelled / pace))
  return jsonInteger(wanted < min ? BigInt(min) : wanted > max ? BigInt(max) : wanted)
}
