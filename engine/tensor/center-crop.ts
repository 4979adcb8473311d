import type { Tensor } from './tensor.ts'

/** As Python rounds: halves to the even neighbour. */
const round = (x: number) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))

/**
 * The largest part around the middle of [N, C, H, W] that has the proportions of width × height (to a pixel), before
 * it is resized to them: ComfyUI's crop "center".
 */
export function centerCrop({ dims, data }: Tensor, width: number, height: number): Tensor {
  const [N = 1, C = 1, H = 1, W = 1] = dims
  const [old, wanted] = [W / H, width / height]
  const x = old > wanted ? round((W - W * (wanted / old)) / 2) : 0
  const y = old < wanted ? round((H - H * (old / wanted)) / 2) : 0
  const [h, w] = [H - 2 * y, W - 2 * x]
  const out = new Float32Array(N * C * h * w)
  for (let line = 0; line < N * C * h; line++) {
    const from = (Math.floor(line / h) * H + y + (line % h)) * W + x
    out.set(data.subarray(from, from + w), line * w)
  }
  return { dims: [N, C, h, w], data: out }
}
