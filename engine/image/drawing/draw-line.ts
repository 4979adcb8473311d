/** A part of a picture; `right` and `bottom` are the first pixels outside. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Draws a line of varying width with round ends and soft edges.
 *
 * A pixel whose centre is d away from the line, which has radius r there, is covered by clamp(r − d + ½, 0, 1): exactly the
 * covered area for a straight edge parallel to the pixels. A line thinner than a pixel covers at most 2r. Where pieces meet,
 * the larger coverage counts, so that a line does not darken itself.
 *
 * @param line      x, y, radius of each point; the centre of pixel (0, 0) is (½, ½)
 * @param coverage  [height · width], raised where the line is
 * @returns the box of the pixels that it may have changed
 */
export function drawLine(
  line: readonly number[],
  coverage: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
): Box {
  const touched = { left: width, top: height, right: 0, bottom: 0 }
  for (let i = 0; i < line.length; i += 3) {
    // A single point is a line from itself to itself.
    const j = Math.min(i + 3, line.length - 3)
    if (j === i && i > 0) break
    const piece: Piece = [line[i]!, line[i + 1]!, line[i + 2]!, line[j]!, line[j + 1]!, line[j + 2]!]
    const box = boxOf(piece, width, height)
    drawPiece(piece, box, coverage, width)
    touched.left = Math.min(touched.left, box.left)
    touched.top = Math.min(touched.top, box.top)
    touched.right = Math.max(touched.right, box.right)
    touched.bottom = Math.max(touched.bottom, box.bottom)
  }
  return touched
}

/** From x, y with one radius to x, y with another. */
type Piece = readonly [x0: number, y0: number, r0: number, x1: number, y1: number, r1: number]

function boxOf([x0, y0, r0, x1, y1, r1]: Piece, width: number, height: number): Box {
  const reach = Math.max(r0, r1) + 1
  const within = (value: number, size: number) => Math.min(size, Math.max(0, value))
  return {
    left: within(Math.floor(Math.min(x0, x1) - reach), width),
    top: within(Math.floor(Math.min(y0, y1) - reach), height),
    right: within(Math.ceil(Math.max(x0, x1) + reach), width),
    bottom: within(Math.ceil(Math.max(y0, y1) + reach), height),
  }
}

/** Pixels that are fully covered already, most of a thick line, are skipped. */
function drawPiece([x0, y0, r0, x1, y1, r1]: Piece, box: Box, coverage: Float32Array, width: number): void {
  const [dx, dy, dr] = [x1 - x0, y1 - y0, r1 - r0]
  const squared = dx * dx + dy * dy
  const inverse = squared === 0 ? 0 : 1 / squared
  for (let y = box.top; y < box.bottom; y++) {
    const py = y + 0.5 - y0
    let i = y * width + box.left
    for (let px = box.left + 0.5 - x0; px < box.right - x0; px++, i++) {
      const before = coverage[i]!
      if (before === 1) continue
      const t = Math.min(1, Math.max(0, (px * dx + py * dy) * inverse))
      const r = r0 + t * dr
      const ex = px - t * dx
      const ey = py - t * dy
      const reach = r + 0.5
      const d2 = ex * ex + ey * ey
      if (d2 >= reach * reach) continue
      const c = Math.min(1, 2 * r, reach - Math.sqrt(d2))
      if (c > before) coverage[i] = c
    }
  }
}
