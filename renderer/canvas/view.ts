import { LGraphCanvas, type LGraphNode, LiteGraph } from 'litegraph.js/build/litegraph.core.js'
import type { Point, Rect } from '../studio/canvas-view.ts'
import { type Camera, toGraph, toScreen } from './camera.ts'
import type { Brush, CardState } from './cards/card-brush.ts'
import { CardNode } from './cards/card-node.ts'
import { drawCard } from './cards/draw-card.ts'
import { drawPreview } from './cards/draw-card-picture.ts'
import type { Look } from './cards/look.ts'
import { drawBox, drawGrid, drawGroup } from './draw-sheet.ts'
import { nothingShown, type Shown } from './gestures/gesture.ts'
import type { Scene } from './scene.ts'
import type { ViewGraph } from './view-graph.ts'

LiteGraph.NODE_TITLE_HEIGHT = 30
LiteGraph.MAX_NUMBER_OF_NODES = 100_000

/** What a frame shows beyond the document. */
export interface Frame {
  readonly shown: Shown
  /** The wires that join what does not work together, by id. */
  readonly doubted: { has(id: string): boolean }
  /** Whether the dragged wire would. */
  readonly isDoubted: boolean
  stateOf(card: CardNode): CardState
  picture: Brush['picture']
}

/**
 * litegraph only draws here: it gets no pointer or key events and never changes the graph. We draw the cards; litegraph
 * does the transform, finds what is in view, draws the wires and keeps the drawing order.
 */
export class View extends LGraphCanvas {
  look: Look
  /** Device pixels per CSS pixel. */
  #ratio = 1
  #frame: Frame | null = null

  constructor(canvas: HTMLCanvasElement, { graph }: ViewGraph, look: Look) {
    super(canvas, null, { skip_events: true, skip_render: true })
    // litegraph attaches a graph only to its own class, not to a subclass.
    this.graph = graph
    this.look = look
    // Without a second canvas for the background a frame is drawn once and not copied.
    this.bgcanvas = canvas
    this.background_image = null
    this.show_info = false
    this.render_canvas_border = false
    this.render_connections_border = false
    this.connections_width = 2.2
    this.highquality_render = false
    this.onDrawBackground = context => drawGrid(context, this.look, this.ds.scale, this.visible_area as unknown as Rect)
    this.onDrawForeground = context => this.#drawGesture(context, this.#frame?.shown ?? nothingShown)
    this.#sharpen()
  }

  /** litegraph works in device pixels; this makes it work in CSS pixels at any density. */
  #sharpen(): void {
    const { ds } = this
    ds.toCanvasContext = context => {
      context.scale(this.#ratio * ds.scale, this.#ratio * ds.scale)
      context.translate(ds.offset[0]!, ds.offset[1]!)
    }
    ds.computeVisibleArea = () => {
      const [w, h] = this.cssSize
      ds.visible_area.set([-ds.offset[0]!, -ds.offset[1]!, w / ds.scale, h / ds.scale])
    }
  }

  get cssSize(): Point {
    return [this.canvas.width / this.#ratio, this.canvas.height / this.#ratio]
  }

  get camera(): Camera {
    const { offset, scale } = this.ds
    return { offset: [offset[0]!, offset[1]!], scale }
  }

  set camera({ offset, scale }: Camera) {
    this.ds.offset.set(offset)
    this.ds.scale = scale
  }

  /** From CSS pixels of the canvas to graph units, and back. */
  toGraph = (at: Point): Point => toGraph(this.camera, at)
  toScreen = (at: Point): Point => toScreen(this.camera, at)

  resizeTo(width: number, height: number, ratio: number): void {
    this.#ratio = ratio
    this.canvas.width = Math.round(width * ratio)
    this.canvas.height = Math.round(height * ratio)
  }

  paint(frame: Frame): void {
    this.#frame = frame
    this.clear_background_color = this.look.ground
    this.draw(true, false)
  }

  override drawNode(node: LGraphNode, context: CanvasRenderingContext2D): void {
    if (!(node instanceof CardNode) || !this.#frame) return
    const { picture, stateOf } = this.#frame
    drawCard({ context, look: this.look, scale: this.ds.scale, picture }, node, stateOf(node))
  }

  override renderLink(...[context, from, to, link, ...rest]: Parameters<LGraphCanvas['renderLink']>): void {
    context.globalAlpha = link && this.#frame?.shown.refusing.has(link.origin_id) ? 0.3 : 0.9
    const [isBare, flow, color, ...ends] = rest
    if (link && this.#frame?.doubted.has(String(link.id)))
      this.#dashed(context, () => super.renderLink(context, from, to, link, isBare, flow, this.look.bad, ...ends))
    else super.renderLink(context, from, to, link, isBare, flow, color, ...ends)
  }

  /** A wire that joins what does not work together is told by its dashes too. */
  #dashed(context: CanvasRenderingContext2D, draw: () => void): void {
    context.setLineDash([7, 5])
    draw()
    context.setLineDash([])
  }

  override drawGroups(_canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): void {
    for (const { _bounding, color, title } of this.graph._groups)
      drawGroup(context, this.look, { box: _bounding as unknown as Rect, color, title })
    this.#drawPreviews(context)
  }

  /** Before the cards, so that a preview covers no other node. */
  #drawPreviews(context: CanvasRenderingContext2D): void {
    if (!this.#frame) return
    const { picture, stateOf } = this.#frame
    for (const card of this.cardsInView.filter(card => stateOf(card).isUnfinished)) {
      context.save()
      context.translate(card.pos[0]!, card.pos[1]!)
      drawPreview({ context, look: this.look, scale: this.ds.scale, picture }, card)
      context.restore()
    }
  }

  #drawGesture(context: CanvasRenderingContext2D, { wires, box }: Shown): void {
    for (const wire of wires) {
      const [from, to] = wire.fromInput ? [wire.to, wire.from] : [wire.from, wire.to]
      const { RIGHT, LEFT } = LiteGraph
      const draw = (color: string) =>
        super.renderLink(context, [...from], [...to], null, true, null, color, RIGHT, LEFT)
      if (this.#frame?.isDoubted) this.#dashed(context, () => draw(this.look.bad))
      else draw(this.look.socket(wire.type))
    }
    if (box) drawBox(context, this.look, this.ds.scale, box)
  }

  setLinkStyle(style: 'spline' | 'straight' | 'linear'): void {
    const { SPLINE_LINK: spline, STRAIGHT_LINK: straight, LINEAR_LINK: linear } = LiteGraph
    this.links_render_mode = { spline, straight, linear }[style]
  }

  /** The cards in view since the last frame, in the order they were drawn. */
  get cardsInView(): readonly CardNode[] {
    return this.visible_nodes as CardNode[]
  }

  /** The wires in view since the last frame. */
  get wires(): Scene['wires'] {
    return this.visible_links.map(({ id, _pos: [x, y] }) => ({ id: String(id), middle: [x!, y!] }))
  }
}
