import { LGraph, LGraphGroup, LiteGraph, type LLink } from 'litegraph.js/build/litegraph.core.js'
import { linksOf } from '../../graph/document/links.ts'
import { type Group, groupsOf } from '../../graph/edit/groups.ts'
import type { NodeSpec } from '../../graph/node.ts'
import { pointOf, type Workflow } from '../../graph/workflow.ts'
import type { Picture } from '../../runtime/contract/run-event.ts'
import { specOf } from '../library/spec-of.ts'
import { CardNode } from './cards/card-node.ts'
import type { Look } from './cards/look.ts'
import type { Shown } from './gestures/gesture.ts'

type Pictures = Readonly<Record<string, readonly Picture[]>>
const none: readonly Picture[] = []

/**
 * litegraph's graph, filled from the document. Cards of nodes that did not change are kept, so an edit of one node
 * costs one card.
 */
export class ViewGraph {
  readonly graph = new LGraph()
  readonly #specs: ReadonlyMap<string, NodeSpec>
  #cards = new Map<string, CardNode>()
  #groups: readonly Group[] = []
  #shown: { readonly workflow: Workflow; readonly pictures: Pictures; readonly look: Look } | null = null

  constructor(specs: ReadonlyMap<string, NodeSpec>) {
    this.#specs = specs
  }

  get cards(): ReadonlyMap<string, CardNode> {
    return this.#cards
  }

  /** @returns whether anything changed */
  show(workflow: Workflow, pictures: Pictures, look: Look): boolean {
    const before = this.#shown
    if (before?.workflow === workflow && before.pictures === pictures && before.look === look) return false
    this.#shown = { workflow, pictures, look }
    this.#showNodes(workflow, pictures)
    if (before?.workflow !== workflow || before.look !== look) {
      this.#showLinks(workflow, look)
      this.#showGroups(workflow, look)
    }
    return true
  }

  /** A node gets a new card when the node, or what it shows, changed. */
  #showNodes(workflow: Workflow, pictures: Pictures): void {
    const cards = new Map<string, CardNode>()
    for (const node of workflow.nodes) {
      const id = String(node.id)
      const shown = pictures[id] ?? none
      const present = this.#cards.get(id)
      const isSame = present?.node === node && present.pictures === shown
      cards.set(id, isSame ? present : new CardNode(node, specOf(this.#specs, workflow, node), shown))
    }
    this.#cards = cards
    this.graph._nodes = [...cards.values()]
    this.graph._nodes_by_id = Object.fromEntries(cards)
  }

  /** Puts cards and groups where a gesture has moved them, and all others where the document has them. */
  displace({ cards, groups }: Pick<Shown, 'cards' | 'groups'>): void {
    for (const id of this.#displaced) {
      const card = this.#cards.get(id)
      if (card && !cards.has(id)) card.pos = [...pointOf(card.node.pos)]
    }
    for (const [id, corner] of cards) {
      const card = this.#cards.get(id)
      if (card) card.pos = [...corner]
    }
    this.#displaced = [...cards.keys()]
    for (const [
      index,
      {
        bounding: [x, y],
      },
    ] of this.#groups.entries())
      this.graph._groups[index]!._pos.set(groups.get(index) ?? [x, y])
  }
  #displaced: readonly string[] = []

  /** Inputs say which link ends where; the end that a link itself names is stale in many files. */
  #showLinks(workflow: Workflow, look: Look): void {
    const links = linksOf(workflow)
    const drawn: Record<string, LLink> = {}
    for (const card of this.#cards.values())
      card.layout.inputs.forEach(({ link: id }, slot) => {
        const link = id === null ? undefined : links.get(id)
        const from = link && this.#cards.get(link.from)
        if (!link || !from) return
        const type = from.layout.outputs[link.fromSlot]?.type ?? link.type
        const wire = new LiteGraph.LLink(link.id, type, link.from, link.fromSlot, card.id, slot)
        wire.color = look.socket(type === '*' ? link.type : type)
        drawn[link.id] = wire
      })
    this.graph.links = drawn
  }

  #showGroups(workflow: Workflow, look: Look): void {
    this.#groups = groupsOf(workflow)
    this.graph._groups = this.#groups.map(({ title, bounding, color }) => {
      const group = new LGraphGroup(title)
      group._bounding.set(bounding)
      group.color = color ?? look.edgeStrong
      return group
    })
  }
}
