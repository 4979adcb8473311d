import type { Value } from '../../onnx/value.ts'
import { cayley } from './cayley.ts'
import { flat, type Kind, matrix } from './kind.ts'

/**
 * BOFT, rotations arranged as a butterfly — Liu et al. 2023, arXiv:2311.06243, eq. 3:
 *
 *   ΔW = rescale · B_m · … · B_1 · W − W,     B_i = 1 + s·(R_i − 1)
 *
 * `oft_blocks` [m, n, b, b] with n·b = out. B_i rotates outputs that are 2^i·b/2 apart. As with OFT, α limits the rotation and
 * the strength is applied twice (ComfyUI, weight_adapter/boft.py).
 */
export const boft: Kind = {
  title: 'BOFT',
  needs: ['oft_blocks'],
  readsWeight: true,
  makes({ oft_blocks }, shape) {
    const [stages, blocks, size, again] = oft_blocks!.shape as [number, number, number, number]
    const whole = size === again && size % 2 === 0 && (blocks * size) % (2 ** (stages - 1) * size) === 0
    return whole ? [blocks * size, flat(shape)[1]] : undefined
  },
  scale: () => 1,
  change({ w, by, strength, alpha = 0, tensor, roles }) {
    const turns = cayley(tensor('oft_blocks'), alpha).mul(strength)
    let turned = matrix(w)
    for (let stage = 0; stage < turns.dims[0]!; stage++) turned = turn(turned, turns.slice(0, stage, stage + 1), stage)
    const rescaled = roles.rescale ? turned.mul(matrix(tensor('rescale'))) : turned
    return rescaled.sub(matrix(w)).mul(by)
  },
}

/** x + s·(R − 1)·x on outputs that are `apart` from each other; the order of outputs stays. @param turns  [1, n, b, b] */
function turn(x: Value, turns: Value, stage: number): Value {
  const [, blocks, size] = turns.dims as [number, number, number]
  const [out, wide] = flat(x.dims)
  const apart = (2 ** stage * size) / 2
  const gathered = x
    .reshape([out / (2 * apart), 2, apart, wide])
    .transpose([0, 2, 1, 3])
    .reshape([blocks, size, wide])
  return gathered
    .add(turns.reshape([blocks, size, size]).matmul(gathered))
    .reshape([out / (2 * apart), apart, 2, wide])
    .transpose([0, 2, 1, 3])
    .reshape([out, wide])
}
