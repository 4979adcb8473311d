/** The part of litegraph.js that the canvas uses: drawing and geometry. The types that come with it describe another file and are incomplete. */
declare module 'litegraph.js/build/litegraph.core.js' {
  type Vector = [number, number] | Float32Array

  export class LLink {
    constructor(
      id: number | string,
      type: string,
      from: number | string,
      fromSlot: number,
      to: number | string,
      toSlot: number,
    )
    readonly id: number | string
    readonly type: string
    readonly origin_id: string
    readonly origin_slot: number
    readonly target_id: string
    readonly target_slot: number
    /** The middle of the drawn wire, set while drawing. */
    readonly _pos: Float32Array
    color?: string
  }

  export interface Slot {
    name: string
    type: string
    link?: string | null
    links?: readonly string[]
  }

  export class LGraphNode {
    constructor(title?: string)
    id: string
    graph: LGraph | null
    title: string
    pos: Vector
    size: Vector
    flags: { collapsed?: boolean; pinned?: boolean }
    inputs: Slot[]
    outputs: Slot[]
    _collapsed_width: number
    getConnectionPos(isInput: boolean, slot: number, out?: Vector): Vector
    getBounding(out?: Float32Array, outer?: boolean): Float32Array
  }

  export class LGraphGroup {
    constructor(title?: string)
    title: string
    color: string
    font_size: number
    readonly _bounding: Float32Array
    readonly _pos: Float32Array
    readonly _size: Float32Array
  }

  export class LGraph {
    config: { links_ontop?: boolean }
    links: Record<string, LLink>
    _nodes: LGraphNode[]
    _nodes_by_id: Record<string, LGraphNode>
    _groups: LGraphGroup[]
    getNodeById(id: string): LGraphNode | null
  }

  export class DragAndScale {
    offset: Float32Array
    scale: number
    readonly visible_area: Float32Array
    computeVisibleArea(viewport?: unknown): void
    toCanvasContext(context: CanvasRenderingContext2D): void
  }

  export class LGraphCanvas {
    constructor(
      canvas: HTMLCanvasElement,
      graph: LGraph | null,
      options: { readonly skip_events: boolean; readonly skip_render: boolean },
    )
    graph: LGraph
    canvas: HTMLCanvasElement
    bgcanvas: HTMLCanvasElement
    readonly ds: DragAndScale
    readonly visible_area: Float32Array
    readonly visible_nodes: LGraphNode[]
    readonly visible_links: LLink[]
    show_info: boolean
    render_canvas_border: boolean
    render_connections_border: boolean
    render_shadows: boolean
    highquality_render: boolean
    links_render_mode: number
    connections_width: number
    background_image: string | null
    clear_background_color: string
    zoom_modify_alpha: boolean
    draw(front: boolean, back: boolean): void
    drawNode(node: LGraphNode, context: CanvasRenderingContext2D): void
    drawGroups(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): void
    renderLink(
      context: CanvasRenderingContext2D,
      from: Vector,
      to: Vector,
      link: LLink | null,
      skipBorder: boolean,
      flow: number | null,
      color: string | null,
      fromDirection: number,
      toDirection: number,
    ): void
    onDrawBackground: ((context: CanvasRenderingContext2D, area: Float32Array) => void) | null
    onDrawForeground: ((context: CanvasRenderingContext2D, area: Float32Array) => void) | null
  }

  export const LiteGraph: {
    readonly LLink: typeof LLink
    NODE_TITLE_HEIGHT: number
    MAX_NUMBER_OF_NODES: number
    readonly SPLINE_LINK: number
    readonly LINEAR_LINK: number
    readonly STRAIGHT_LINK: number
    readonly LEFT: number
    readonly RIGHT: number
    readonly CENTER: number
  }
}
