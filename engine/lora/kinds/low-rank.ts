import { flat, type Kind, matrix, perRank } from './kind.ts'
import { tucker, windowOf } from './tucker.ts'

/**
 * LoRA — Hu et al. 2021, arXiv:2106.09685, eq. 3; on convolutions LoCon, whose `mid` is the core of a Tucker decomposition
 * (Yeh et al. 2023, arXiv:2309.14859):
 *
 *   ΔW = up · down          up [out, r], down [r, in·k·k]
 *
 * Usually it is not merged but runs as a branch beside W (branches.ts); it is merged where a later change reads W, or where W
 * is not the matrix of a layer.
 */
export const lowRank: Kind = {
  title: 'LoRA',
  needs: ['down', 'up'],
  makes({ down, up, mid }) {
    const [[out, last], [first, wide]] = [flat(up!.shape), flat(down!.shape)]
    if (!mid) return last === first ? [out, wide] : undefined
    return mid.shape[0] === last && mid.shape[1] === first ? [out, wide * windowOf(mid.shape)] : undefined
  },
  scale: ({ down }, alpha) => perRank(alpha, down!.shape[0]),
  change({ tensor, roles, by }) {
    const [up, down] = [matrix(tensor('up')), matrix(tensor('down'))]
    // ComfyUI multiplies at the end: before half precision the last bit decides.
    if (!roles.mid) return up.matmul(down).mul(by)
    return tucker(tensor('mid'), up.transpose([1, 0]), down.mul(by))
  },
}
