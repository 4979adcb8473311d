import { linksOf } from '../../../graph/document/links.ts'
import type { Change } from '../../../graph/edit/change.ts'
import { groupsOf } from '../../../graph/edit/groups.ts'
import { addNode } from '../../../graph/edit/nodes.ts'
import { emptyWorkflow, writeWorkflow } from '../../../graph/workflow.ts'
import { type Camera, toScreen } from '../../../renderer/canvas/camera.ts'
import { createCanvasState } from '../../../renderer/canvas/canvas-state.ts'
import type { CardNode } from '../../../renderer/canvas/cards/card-node.ts'
import type { Effect } from '../../../renderer/canvas/gestures/gesture.ts'
import { perform } from '../../../renderer/canvas/gestures/perform.ts'
import {
  type CanvasEvent,
  pointerAtRest,
  pointerStep,
  shownIn,
} from '../../../renderer/canvas/gestures/pointer-step.ts'
import { hit } from '../../../renderer/canvas/hit.ts'
import { cornerOf, type Scene } from '../../../renderer/canvas/scene.ts'
import { ViewGraph } from '../../../renderer/canvas/view-graph.ts'
import { openStudio } from '../open-studio.ts'
import { namedLook } from './cards/cards.ts'

export type Point = readonly [number, number]

interface Keys {
  readonly shift?: boolean
  readonly ctrl?: boolean
  readonly alt?: boolean
  readonly button?: number
}

/**
 * A canvas without a screen: a document of one's own, its cards, and a pointer that is moved by the test. Unless the test
 * zooms, a graph unit is a pixel.
 */
export function canvasOnTable(...changes: readonly Change[]) {
  const { studio } = openStudio()
  const document = studio.documents.open({ title: 'a', path: null, text: writeWorkflow(emptyWorkflow) })
  for (const change of changes) document.change('Prepare', change)
  const graph = new ViewGraph(studio.specs)
  const look = namedLook()
  const state = createCanvasState()
  const view: { camera: Camera } = { camera: { offset: [0, 0], scale: 1 } }
  let pointer = pointerAtRest
  let time = 0
  const asked: Effect[] = []

  const scene = (): Scene => {
    const front = studio.documents.active()!
    graph.show(front.read().present, {}, look)
    graph.displace(shownIn(pointer))
    const visible = [...graph.cards.values()]
    const groups = groupsOf(front.read().present).map(({ bounding }) => bounding)
    const { snapToGrid: snaps } = studio.settings.getState()
    const wires = [...linksOf(front.read().present).values()].map(({ id, from, fromSlot, to, toSlot }) => {
      const [x, y] = placed(graph.cards.get(from)!, ({ outputs }) => outputs[fromSlot]!.at)
      const [tx, ty] = placed(graph.cards.get(to)!, ({ inputs }) => inputs[toSlot]!.at)
      return { id, middle: [(x + tx) / 2, (y + ty) / 2] as const }
    })
    return {
      document: front,
      specs: studio.specs,
      cards: graph.cards,
      visible,
      wires,
      groups,
      camera: view.camera,
      isLocked: studio.layout.store.getState().locked,
      snaps,
    }
  }
  const tell = (event: CanvasEvent) => {
    const next = pointerStep(pointer, event, scene())
    pointer = next.state
    for (const effect of next.effects) {
      asked.push(effect)
      perform(effect, { studio, view, graph, state, pointer: () => pointer } as never)
    }
  }
  const card = (id: number): CardNode => {
    scene()
    return graph.cards.get(String(id))!
  }
  const on = (id: number, at: Point): Point =>
    toScreen(
      view.camera,
      placed(card(id), () => at),
    )
  const table = {
    studio,
    document,
    scene,
    card,
    tell,
    /** What the pointer asked for, in order. */
    asked,
    camera: () => view.camera,
    setCamera: (camera: Camera) => {
      view.camera = camera
    },
    pointer: () => pointer,
    shown: () => shownIn(pointer),
    floating: () => state.getState().floating,
    present: () => document.read().present,
    node: (id: number) => document.read().present.nodes.find(node => node.id === id)!,
    selected: () => [...document.read().selection.nodes],
    select: (...ids: number[]) => document.select({ nodes: new Set(ids.map(String)), groups: new Set() }),
    hit: (at: Point) => hit(scene(), at),

    /** Places on the screen. */
    title: (id: number): Point => on(id, [40, -15]),
    corner: (id: number): Point => on(id, [card(id).layout.size[0] - 3, card(id).layout.size[1] - 3]),
    socket(id: number, name: string): Point {
      const { inputs, outputs } = card(id).layout
      return on(id, [...outputs, ...inputs].find(socket => socket.name === name)!.at)
    },
    row(id: number, name: string, part = 'value'): Point {
      const [x, y, w, h] = card(id).layout.widgets.find(place => place.name === name && place.row.part === part)!.rect
      return on(id, [x + w / 2, y + h / 2])
    },

    down(at: Point, { shift = false, ctrl = false, alt = false, button = 0 }: Keys = {}) {
      tell({ kind: 'down', at, shift, ctrl, alt, button, time: ++time })
    },
    move: (at: Point) => tell({ kind: 'move', at }),
    up: (at: Point, { shift = false, ctrl = false }: Keys = {}) => tell({ kind: 'up', at, shift, ctrl }),
    click(at: Point, keys: Keys = {}) {
      table.down(at, keys)
      table.up(at, keys)
    },
    doubleClick(at: Point) {
      table.click(at)
      table.click(at)
      tell({ kind: 'double click', at })
    },
    /** Presses at the first place and moves through the others. */
    pull([from, ...rest]: readonly Point[], keys: Keys = {}) {
      table.down(from!, keys)
      for (const at of rest) table.move(at)
    },
    drag(places: readonly Point[], keys: Keys = {}) {
      table.pull(places, keys)
      table.up(places.at(-1)!, keys)
    },
    pressEscape: () => tell({ kind: 'escape' }),
  }
  return table
}

export const place =
  (type: string, at: Point, values: object = {}): Change =>
  draft =>
    addNode(specs.get(type)!, at, values as never)(draft)

const { specs } = openStudio().studio

/** A place on a card, in graph units. */
function placed(card: CardNode, at: (layout: CardNode['layout']) => Point): Point {
  const [x, y] = cornerOf(card)
  const [dx, dy] = at(card.layout)
  return [x + dx, y + dy]
}

export const by = ([x, y]: Point, dx: number, dy: number): Point => [x + dx, y + dy]
