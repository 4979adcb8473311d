import { cayley } from './cayley.ts'
import { flat, type Kind, matrix } from './kind.ts'

/**
 * OFT, rotations of blocks of outputs — Qiu et al. 2023, arXiv:2306.07280, eq. 4:
 *
 *   ΔW = s · (Rᵀ − 1) · W          `oft_blocks` [n, b, b] with n·b = out; α limits the rotation
 *
 * The strength is applied twice and `rescale` is ignored, as in ComfyUI (weight_adapter/oft.py), where people test these
 * files.
 */
export const oft: Kind = {
  title: 'OFT',
  needs: ['oft_blocks'],
  readsWeight: true,
  makes({ oft_blocks }, shape) {
    const [blocks, size, again] = oft_blocks!.shape as [number, number, number]
    return size === again ? [blocks * size, flat(shape)[1]] : undefined
  },
  scale: () => 1,
  change({ w, by, strength, alpha = 0, tensor }) {
    const turn = cayley(tensor('oft_blocks'), alpha).mul(by.mul(strength))
    const [blocks, size] = turn.dims as [number, number]
    const [out, wide] = flat(w.dims)
    return turn
      .transpose([0, 2, 1])
      .matmul(matrix(w).reshape([blocks, size, wide]))
      .reshape([out, wide])
  },
}
