import { LGraphCanvas, type LGraphNode, LiteGraph, type LLink } from 'litegraph.js/build/litegraph.core.js'
import type { Point, Rect } from '../studio/canvas-view.ts'
import type { Brush, CardState } from './cards/card-brush.ts'
import { CardNode } from './cards/card-node.ts'
import { drawCard } from './cards/draw-card.ts'
import { fitText } from './cards/fit-text.ts'
import type { Look } from './cards/look.ts'
import type { ViewGraph } from './view-graph.ts'

LiteGraph.NODE_TITLE_HEIGHT = 30
LiteGraph.MAX_NUMBER_OF_NODES = 100_000

const [minScale, maxScale] = [0.05, 4]

/** What is drawn over the document: a wire or a box under the pointer. */
export interface Sketch {
  readonly wire: { readonly from: Point; readonly to: Point; readonly type: string; readonly fromInput: boolean } | null
  readonly box: Rect | null
}

/**
 * litegraph draws here and does nothing else: it sees no pointer, no key and never changes the graph. The cards are our
 * own drawing; the transform, what is in view, wires and the order of drawing are litegraph's.
 */
export class View extends LGraphCanvas {
  look: Look
  sketch: Sketch = { wire: null, box: null }
  /** Device pixels per CSS pixel. */
  #ratio = 1
  readonly #stateOf: (card: CardNode) => CardState
  readonly #picture: Brush['picture']

  constructor(
    canvas: HTMLCanvasElement,
    { graph }: ViewGraph,
    look: Look,
    options: { stateOf(card: CardNode): CardState; picture: Brush['picture'] },
  ) {
    super(canvas, null, { skip_events: true, skip_render: true })
    // litegraph attaches a graph to its own class only, not to one made from it.
    this.graph = graph
    this.look = look
    this.#stateOf = options.stateOf
    this.#picture = options.picture
    // Without a second canvas behind, a frame is drawn once and not copied.
    this.bgcanvas = canvas
    this.background_image = null
    this.show_info = false
    this.render_canvas_border = false
    this.render_connections_border = false
    this.connections_width = 2.2
    this.highquality_render = false
    this.onDrawBackground = context => this.#drawGrid(context)
    this.onDrawForeground = context => this.#drawSketch(context)
    this.#sharpen()
  }

  /** litegraph knows device pixels only; here its units are CSS pixels at any density. */
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

  resizeTo(width: number, height: number, ratio: number): void {
    this.#ratio = ratio
    this.canvas.width = Math.round(width * ratio)
    this.canvas.height = Math.round(height * ratio)
  }

  paint(): void {
    this.clear_background_color = this.look.ground
    this.draw(true, false)
  }

  /** From CSS pixels of the canvas to graph units, and back. */
  toGraph = ([x, y]: Point): Point => [x / this.ds.scale - this.ds.offset[0]!, y / this.ds.scale - this.ds.offset[1]!]
  toScreen = ([x, y]: Point): Point => [
    (x + this.ds.offset[0]!) * this.ds.scale,
    (y + this.ds.offset[1]!) * this.ds.scale,
  ]

  /** @param by  CSS pixels */
  pan([dx, dy]: Point): void {
    this.ds.offset[0]! += dx / this.ds.scale
    this.ds.offset[1]! += dy / this.ds.scale
  }

  /** Changes the scale; the point under `at` (CSS pixels) stays where it is. */
  zoomTo(scale: number, at: Point): void {
    const next = Math.min(maxScale, Math.max(minScale, scale))
    const [x, y] = this.toGraph(at)
    this.ds.scale = next
    this.ds.offset[0] = at[0] / next - x
    this.ds.offset[1] = at[1] / next - y
  }

  /** Shows a rectangle as large as fits, at most 1:1. */
  fitTo([x, y, w, h]: Rect): void {
    const [width, height] = this.cssSize
    const scale = Math.min(1, (width - 80) / w, (height - 80) / h)
    this.ds.scale = Math.min(maxScale, Math.max(minScale, scale))
    this.ds.offset[0] = width / 2 / this.ds.scale - (x + w / 2)
    this.ds.offset[1] = height / 2 / this.ds.scale - (y + h / 2)
  }

  centreOn([x, y, w, h]: Rect): void {
    const [cx, cy] = this.toGraph([this.cssSize[0] / 2, this.cssSize[1] / 2])
    this.pan([(cx - x - w / 2) * this.ds.scale, (cy - y - h / 2) * this.ds.scale])
  }

  keepInView([x, y, w, h]: Rect): void {
    const margin = 24
    const [left, top] = this.toScreen([x, y])
    const [right, bottom] = this.toScreen([x + w, y + h])
    const [width, height] = this.cssSize
    const shift = (low: number, high: number, size: number) =>
      low < margin ? margin - low : high > size - margin ? Math.max(size - margin - high, margin - low) : 0
    this.pan([shift(left, right, width), shift(top, bottom, height)])
  }

  override drawNode(node: LGraphNode, context: CanvasRenderingContext2D): void {
    if (!(node instanceof CardNode)) return
    const brush = { context, look: this.look, scale: this.ds.scale, picture: this.#picture }
    drawCard(brush, node, this.#stateOf(node))
  }

  override renderLink(...[context, from, to, link, ...rest]: Parameters<LGraphCanvas['renderLink']>): void {
    const wired = link && this.#stateOf(this.graph.getNodeById(link.origin_id) as CardNode)
    context.globalAlpha = wired?.refusing ? 0.3 : 0.9
    super.renderLink(context, from, to, link, ...rest)
  }

  override drawGroups(_canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): void {
    const { look } = this
    for (const { _bounding: box, color, title } of this.graph._groups) {
      const [x, y, w, h] = box as unknown as [number, number, number, number]
      context.beginPath()
      context.roundRect(x, y, w, h, 10)
      context.globalAlpha = look.isLight ? 0.14 : 0.2
      context.fillStyle = color
      context.fill()
      context.globalAlpha = 0.7
      context.strokeStyle = color
      context.lineWidth = 1.2
      context.stroke()
      context.globalAlpha = 1
      context.font = `600 15px ${look.font}`
      context.textAlign = 'left'
      context.textBaseline = 'middle'
      context.fillStyle = look.ink2
      context.fillText(fitText(context, title, w - 20), x + 12, y + 19)
    }
  }

  /** Dots every 22 units; from afar, every 110. */
  #drawGrid(context: CanvasRenderingContext2D): void {
    const { scale } = this.ds
    if (scale < 0.12) return
    const step = scale < 0.5 ? 110 : 22
    const [left, top, w, h] = this.visible_area as unknown as [number, number, number, number]
    const dot = Math.min(2.4, 1.3 / scale)
    context.fillStyle = this.look.grid
    context.beginPath()
    for (let x = Math.floor(left / step) * step; x < left + w; x += step)
      for (let y = Math.floor(top / step) * step; y < top + h; y += step) context.rect(x, y, dot, dot)
    context.fill()
  }

  #drawSketch(context: CanvasRenderingContext2D): void {
    const { wire, box } = this.sketch
    const { look } = this
    if (wire) {
      const [from, to] = wire.fromInput ? [wire.to, wire.from] : [wire.from, wire.to]
      super.renderLink(
        context,
        [...from],
        [...to],
        null,
        true,
        null,
        look.socket(wire.type),
        LiteGraph.RIGHT,
        LiteGraph.LEFT,
      )
    }
    if (!box) return
    context.fillStyle = look.accent
    context.strokeStyle = look.accent
    context.lineWidth = 1 / this.ds.scale
    context.globalAlpha = 0.12
    context.fillRect(...box)
    context.globalAlpha = 1
    context.strokeRect(...box)
  }

  setLinkStyle(style: 'spline' | 'straight' | 'linear'): void {
    const { SPLINE_LINK: spline, STRAIGHT_LINK: straight, LINEAR_LINK: linear } = LiteGraph
    this.links_render_mode = { spline, straight, linear }[style]
  }

  /** The wires in view; their middles are known since the last frame. */
  get wires(): readonly LLink[] {
    return this.visible_links
  }
}
