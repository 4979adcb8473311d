import type { Size } from '../../../graph/drawing/drawing.ts'
import type { Point } from '../../studio/canvas-view.ts'

/** How a picture lies in its box: CSS pixels for each of its pixels, and where its top left corner is. */
export interface Zoom {
  readonly scale: number
  readonly at: Point
}

/** A picture and the box that it is shown in, in pixels. */
export interface Framed {
  readonly picture: Size
  readonly box: Size
}

const mostScale = 32

/** As large as fits, in the middle. A small picture is enlarged. */
export const fitted = (framed: Framed): Zoom => centred(framed, fitScale(framed))

export const fitScale = ({ picture, box }: Framed): number =>
  Math.min(box.width / picture.width, box.height / picture.height)

/** With this scale, so that the point of the picture under `point` stays where it is. */
export function zoomedTo(framed: Framed, zoom: Zoom, point: Point, scale: number): Zoom {
  const least = Math.min(1, fitScale(framed))
  const next = Math.min(mostScale, Math.max(least, scale))
  const along = (axis: 0 | 1) => point[axis] - ((point[axis] - zoom.at[axis]) * next) / zoom.scale
  return kept(framed, { scale: next, at: [along(0), along(1)] })
}

export const panned = (framed: Framed, { scale, at: [x, y] }: Zoom, [dx, dy]: Point): Zoom =>
  kept(framed, { scale, at: [x + dx, y + dy] })

/** Is a part of the picture outside of the box? */
export const overflows = ({ picture, box }: Framed, { scale }: Zoom): boolean =>
  picture.width * scale > box.width + 0.5 || picture.height * scale > box.height + 0.5

export const middleOf = ({ box }: Framed): Point => [box.width / 2, box.height / 2]

const centred = (framed: Framed, scale: number): Zoom => kept(framed, { scale, at: [0, 0] })

/** No gap at a side over which the picture reaches; the middle where it is smaller than the box. */
function kept({ picture, box }: Framed, { scale, at: [x, y] }: Zoom): Zoom {
  const along = (place: number, length: number, room: number) =>
    length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, place))
  return {
    scale,
    at: [along(x, picture.width * scale, box.width), along(y, picture.height * scale, box.height)],
  }
}
