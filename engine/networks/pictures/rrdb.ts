import type { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'

/**
 * ESRGAN's generator RRDBNet — Wang et al. 2018, arXiv:1809.00219, §3.1; Real-ESRGAN (Wang et al. 2021,
 * arXiv:2107.10833, §3.4) begins with a pixel-unshuffle for factors below 4.
 *
 *     picture [─ unshuffle] ─ conv_first ─┬─ body.0 … ─ conv_body ─ + ─ [×2 ─ conv_up1] … ─ conv_hr ─ conv_last
 *                                         └───────────────────────────┘
 *
 * @param unshuffle  the pixels of the picture along one side of a pixel of the network
 * @returns [N, 3, scale·H, scale·W]; H and W are multiples of `unshuffle`
 */
export function rrdb(w: Weights, picture: Value, unshuffle: number): Value {
  const x = unshuffle === 1 ? picture : picture.pixelUnshuffle(unshuffle)
  const first = x.conv2d(w.at('conv_first'), SAME)
  const body = w
    .at('body')
    .numbered()
    .reduce((h, block) => residualInResidual(block, h), first)
  const h = upsamplers(w).reduce(
    (h, up) => h.upsample(2).conv2d(up, SAME).leakyRelu(SLOPE),
    body.conv2d(w.at('conv_body'), SAME).add(first),
  )
  return h.conv2d(w.at('conv_hr'), SAME).leakyRelu(SLOPE).conv2d(w.at('conv_last'), SAME)
}

/** Layers that double the size. */
const upsamplers = (w: Weights): Weights[] =>
  ['conv_up1', 'conv_up2', 'conv_up3'].filter(name => w.has(name)).map(name => w.at(name))

const SAME = { padding: 1 } as const
const SLOPE = 0.2
/** β, the factor of a residual. */
const BETA = 0.2

/** Three dense blocks around a skip. */
const residualInResidual = (w: Weights, x: Value): Value =>
  ['rdb1', 'rdb2', 'rdb3']
    .reduce((h, name) => dense(w.at(name), h), x)
    .mul(BETA)
    .add(x)

/** Five convolutions; each reads the results of all earlier ones. */
function dense(w: Weights, x: Value): Value {
  const made = [x]
  for (const name of ['conv1', 'conv2', 'conv3', 'conv4'])
    made.push(together(made).conv2d(w.at(name), SAME).leakyRelu(SLOPE))
  return together(made).conv2d(w.at('conv5'), SAME).mul(BETA).add(x)
}

const together = ([first, ...rest]: readonly Value[]): Value => (rest.length > 0 ? first!.concat(rest, 1) : first!)
